import Foundation
import Testing

@testable import ConflictingQA

@Suite struct ServerPartTests {
  /// The examples of RFC 9110, section 5.6.7, are the same moment in three forms.
  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
  ])
  func retryAfterTakesDates(_ header: String) {
    let moment = Date(timeIntervalSince1970: 784_111_777)
    #expect(RetryAfter.seconds(header, now: moment.addingTimeInterval(-90)) == 90)
    #expect(RetryAfter.seconds(header, now: moment.addingTimeInterval(5)) == 0)
  }

  @Test func retryAfterTakesSecondsAndNothingElse() {
    #expect(RetryAfter.seconds(" 12 ") == 12 && RetryAfter.seconds("0.25") == 0.25)
    #expect(RetryAfter.seconds("1e9") == RetryAfter.longest && RetryAfter.seconds("-3") == 0)
    for header in ["", "soon", "nan", "Sun, 06 Nov"] { #expect(RetryAfter.seconds(header) == nil) }
  }

  @Test(arguments: [
    ("https://www.bbc.co.uk/news?x=1", "bbc.co.uk"),
    ("http://user@news.example.com:80/", "example.com"),
    ("a.b.gov.au", "b.gov.au"), ("https://health.gouv.fr", "health.gouv.fr"),
    ("https://mail.web.de/x", "web.de"), ("https://anna.github.io/page", "anna.github.io"),
    ("https://x.wordpress.com", "x.wordpress.com"), ("wordpress.com", "wordpress.com"),
    ("http://192.168.0.1/x", "192.168.0.1"),
  ])
  func sitesAreThoseThatSomebodyRegistered(address: String, site: String) {
    #expect(WebSite.registrableDomain(of: address) == site)
  }

  @Test func noHostIsNoSite() {
    #expect(WebSite.registrableDomain(of: "localhost") == nil)
    #expect(WebSite.registrableDomain(of: "") == nil)
  }
}
