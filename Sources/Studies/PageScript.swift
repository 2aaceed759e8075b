/// The few lines of script of a report; without them nothing but sorting and the switch is lost.
enum PageScript {
  static let source = #"""
    (function(){
    var root=document.documentElement,button=document.createElement('button');
    function dark(){var t=root.dataset.theme;
      return t?t==='dark':matchMedia('(prefers-color-scheme:dark)').matches}
    function name(){button.textContent=dark()?'Light':'Dark'}
    button.id='theme';button.type='button';name();
    button.onclick=function(){root.dataset.theme=dark()?'light':'dark';name()};
    document.querySelector('header').prepend(button);
    document.querySelectorAll('table.sortable').forEach(function(table){
      var heads=[].slice.call(table.tHead.rows[0].cells);
      heads.forEach(function(head,column){
        function sort(){
          var down=head.getAttribute('aria-sort')==='ascending',body=table.tBodies[0];
          heads.forEach(function(h){h.removeAttribute('aria-sort')});
          head.setAttribute('aria-sort',down?'descending':'ascending');
          var rows=[].slice.call(body.rows).map(function(row,place){
            var cell=row.cells[column],key=cell.dataset.key;
            return{row:row,place:place,key:key===undefined?cell.textContent.trim():Number(key)}});
          rows.sort(function(a,b){
            var order=typeof a.key==='number'&&typeof b.key==='number'?a.key-b.key
              :String(a.key).localeCompare(String(b.key));
            return(down?-order:order)||a.place-b.place});
          rows.forEach(function(r){body.appendChild(r.row)})}
        head.tabIndex=0;head.onclick=sort;
        head.onkeydown=function(e){if(e.key==='Enter'||e.key===' '){e.preventDefault();sort()}}
      });
      if(table.tBodies[0].rows.length<12)return;
      var filter=document.createElement('input');
      filter.type='search';filter.placeholder='Filter rows';filter.className='filter';
      filter.setAttribute('aria-label','Filter the rows of '+table.caption.textContent);
      filter.oninput=function(){
        var words=filter.value.toLowerCase().split(/\s+/);
        [].forEach.call(table.tBodies[0].rows,function(row){
          var text=row.textContent.toLowerCase();
          row.hidden=!words.every(function(word){return text.indexOf(word)>=0})})};
      table.parentNode.parentNode.insertBefore(filter,table.parentNode)})
    })();
    """#
}
