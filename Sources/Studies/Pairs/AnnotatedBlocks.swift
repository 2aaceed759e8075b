import Charts
import Probes

/// Annotated texts of any length: the first tokens stand in the page, the others are drawn from its
/// data when they are scrolled to, so that a page of 10^5 tokens opens at once.
enum AnnotatedBlocks {
  /// Tokens of a page that are there without its script.
  static let standing = 2_000
  /// Tokens that are drawn together.
  static let block = 1_000

  /// A passage, `number` in the page's data, with `before` tokens of other passages above it.
  static func html(_ tokens: [TokenAnnotation], number: Int, before: Int) -> HTML {
    let first = min(tokens.count, max(0, standing - before))
    let rest = stride(from: first, to: tokens.count, by: block).map { start -> HTML in
      let end = min(start + block, tokens.count)
      let name = "\(number) \(start) \(end)"
      // The place of a block that is not drawn yet, at a tenth of a line a token.
      let height = (end - start) / 5
      return """
        <p class="annotated" data-tokens="\(name)" style="min-height:\(height)em">\
        \(NumberText.count(end - start)) tokens, which the page's script draws here.</p>

        """
    }
    return (first > 0 ? AnnotatedText.html(Array(tokens.prefix(first))) : .empty) + "\(rest)"
  }

  /// The script; empty for a page that needs none.
  static func script(tokens: Int) -> HTML {
    tokens > standing ? "<script>\(HTML(trusted: source))</script>\n" : .empty
  }

  private static let source = #"""
    addEventListener('DOMContentLoaded',function(){
    var data=JSON.parse(document.getElementById('data').textContent);
    var names={'known':'known','not known by me':'unknown','unknowable':'unknowable',
      'outside the band':'outside','unpredicted':'unpredicted'};
    function number(x){return x===null?'–':x.toFixed(2).replace('-','−')}
    function title(t){
      if(t.verdict==='unpredicted')return'the first token: nothing predicts it';
      return t.verdict+'; entropy '+number(t.entropy_nats)+' nats; log-probability '
        +number(t.log_probability_nats)+' nats'
        +(t.p_aleatoric===null?'':'; probability of chance '+number(t.p_aleatoric))}
    function draw(block){
      if(!block.dataset.tokens)return;
      var place=block.dataset.tokens.split(' ').map(Number),all=document.createDocumentFragment();
      block.removeAttribute('data-tokens');
      data[place[0]].tokens.slice(place[1],place[2]).forEach(function(t){
        var span=document.createElement('span');
        span.className=names[t.verdict];span.title=title(t);
        t.text.split('\n').forEach(function(line,i){
          if(i)span.appendChild(document.createElement('br'));
          span.appendChild(document.createTextNode(line))});
        all.appendChild(span)});
      block.textContent='';block.style.minHeight='';block.appendChild(all)}
    var blocks=document.querySelectorAll('[data-tokens]');
    var watch=new IntersectionObserver(function(seen){seen.forEach(function(entry){
      if(entry.isIntersecting){watch.unobserve(entry.target);draw(entry.target)}})},
      {rootMargin:'1200px'});
    blocks.forEach(function(block){watch.observe(block)});
    addEventListener('beforeprint',function(){blocks.forEach(draw)})});
    """#
}
