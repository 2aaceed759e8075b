import TextFiles

/// A table of any length that the page's script draws a part of at a time, from the page's data; it
/// sorts, filters and turns pages without putting more than those rows into the page.
struct RowTable {
  struct Column: Sendable {
    /// The member of each row.
    var key: String
    var title: String
    var isNumeric = false
  }

  /// The member of the page's data that lists the rows.
  var rows: String
  var caption: String
  var columns: [Column]

  /// Rows on a page.
  static let pageLength = 50

  /// The place of the table, and its script.
  var html: HTML {
    let description: JSONValue = [
      "rows": .string(rows), "caption": .string(caption),
      "length": .integer(Int64(Self.pageLength)),
      "columns": .array(
        columns.map {
          ["key": .string($0.key), "title": .string($0.title), "numeric": .bool($0.isNumeric)]
        }),
    ]
    return """
      <div class="rows" data-table="\(description.serialized())">
      <p class="note">The page's script draws this table from the page's data.</p></div>
      <script>\(HTML(trusted: Self.source))</script>

      """
  }

  private static let source = #"""
    addEventListener('DOMContentLoaded',function(){
    var data;
    document.querySelectorAll('[data-table]').forEach(function(box){
      data=data||JSON.parse(document.getElementById('data').textContent);
      var about=JSON.parse(box.dataset.table),all=data[about.rows],shown=all,first=0,sorted={};
      function make(name,parent,text){var e=document.createElement(name);
        if(text!==undefined)e.textContent=text;parent.appendChild(e);return e}
      function cell(value){return value===null?'–':value===true?'yes':value===false?'no'
        :typeof value==='number'&&value%1?value.toFixed(3):String(value)}
      box.textContent='';
      var filter=make('input',box);
      filter.type='search';filter.placeholder='Filter rows';filter.className='filter';
      filter.setAttribute('aria-label','Filter the rows of '+about.caption);
      var scroll=make('div',box),table=make('table',scroll),turn=make('p',box);
      scroll.className='scroll';table.className='sortable';turn.className='note';
      make('caption',table,about.caption).className='unseen';
      var head=make('tr',make('thead',table)),body=make('tbody',table);
      var back=make('button',turn,'Back'),place=make('span',turn),on=make('button',turn,'On');
      back.type=on.type='button';
      function draw(){
        body.textContent='';
        shown.slice(first,first+about.length).forEach(function(row){
          var line=make('tr',body);
          about.columns.forEach(function(c){
            make('td',line,cell(row[c.key])).className=c.numeric?'n':''})});
        var last=Math.min(first+about.length,shown.length);
        place.textContent=' '+(shown.length?first+1:0)+' to '+last+' of '+shown.length+' ';
        back.disabled=first===0;on.disabled=last===shown.length}
      function narrow(){
        var words=filter.value.toLowerCase().split(/\s+/);
        shown=filter.value?all.filter(function(row){
          var text=about.columns.map(function(c){return cell(row[c.key])}).join(' ').toLowerCase();
          return words.every(function(word){return text.indexOf(word)>=0})}):all.slice();
        if(sorted.key)order();
        first=0;draw()}
      function order(){
        shown=shown.slice().sort(function(a,b){
          var x=a[sorted.key],y=b[sorted.key];
          return sorted.sign*(x===y?0:x===null?1:y===null?-1:x<y?-1:1)})}
      about.columns.forEach(function(c){
        var th=make('th',head,c.title);
        th.scope='col';th.className=c.numeric?'n':'';th.tabIndex=0;
        th.onclick=function(){
          sorted={key:c.key,sign:sorted.key===c.key?-sorted.sign:1};
          [].forEach.call(head.cells,function(h){h.removeAttribute('aria-sort')});
          th.setAttribute('aria-sort',sorted.sign>0?'ascending':'descending');
          order();first=0;draw()};
        th.onkeydown=function(e){if(e.key==='Enter'||e.key===' '){e.preventDefault();th.onclick()}}});
      back.onclick=function(){first-=about.length;draw()};
      on.onclick=function(){first+=about.length;draw()};
      filter.oninput=narrow;draw()})});
    """#
}
