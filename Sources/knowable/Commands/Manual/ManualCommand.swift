import ArgumentParser
import TextFiles

struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page, for man.", shouldDisplay: false)

  func run() throws {
    let help = try JSONValue.parse(Knowable._dumpHelp())
    Terminal.write(ManualPage(help: help, version: Version.current).text)
  }
}
