/// The script and the additional style of the live page.
///
/// The first function is the calculus and touches nothing of the page; the rest draws.
enum HedgeLiveScript {
  static let style = #"""
    .live{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));
      gap:0 40px;margin-top:1em}
    .live>div{min-width:0}
    .live>div:only-child{max-width:480px}
    .sliders{display:grid;gap:.5em 24px;margin:.8em 0;font-size:.92rem}
    .sliders.five{grid-template-columns:repeat(5,1fr);gap:.4em}
    .sliders.wide{grid-template-columns:repeat(auto-fit,minmax(min(100%,240px),1fr))}
    .sliders label{display:grid;gap:.2em;min-width:0}
    .sliders.five label span{font-size:.8rem;overflow-wrap:anywhere}
    .sliders output{color:var(--chart-muted);font-variant-numeric:tabular-nums}
    .sliders input[type=range]{width:100%;min-width:0;accent-color:var(--chart-s1);height:28px;margin:0}
    .sliders select,.presets button{font:inherit;color:inherit;background:var(--wash);
      border:1px solid var(--line);border-radius:6px;padding:.35em .7em}
    .presets button{cursor:pointer;margin:0 .3em .4em 0}
    svg.drag{touch-action:none;cursor:ns-resize}
    """#

  static let source = #"""
    (function(){
    'use strict';
    function calculus(labels,tokens,reduction,share,rewards){
      var K=labels.length-1,last=reduction==='sequence-mean'?1/tokens:1;
      var weights=labels.map(function(x,i){return i===K?x*last:x});
      var total=weights.reduce(function(a,b){return a+b},0);
      if(!(total>0))return null;
      var h=weights.map(function(x){return x/total}),e=h[K],chance=1/K;
      var rc=rewards[0],rw=rewards[1],re=rewards[2],known=(1-share)/2;
      function shares(c){var a=(1-c)*(1-e);
        return{right:c+a*chance,abstain:(1-c)*e,wrong:a*(1-chance)}}
      function value(p){return rw+(rc-rw)*p}
      function riskCoverage(t){
        var upper=(1-share)*(1-t),coverage=t<=0?1:upper;
        if(!(coverage>0))return{coverage:0,risk:0};
        var wrong=upper*(1-(1+t)/2)*(1-chance),blind=t<=0?share*(1-chance):0;
        return{coverage:coverage,risk:(wrong+blind)/coverage}}
      var all=shares(known),guess=value(chance),threshold=(re-rw)/(rc-rw);
      var chow=Math.min(Math.max((threshold-chance)/(1-chance),0),1),at=riskCoverage(chow);
      return{hedge:h,shares:shares,riskCoverage:riskCoverage,threshold:threshold,
        result:{right:all.right,abstain:all.abstain,wrong:all.wrong,
          reward:rc*all.right+rw*all.wrong+re*all.abstain,guess:guess,
          policy:known*rc+(1-known)*Math.max(guess,re),chow_familiarity:chow,
          chow_coverage:at.coverage,chow_risk:at.risk,
          chow_reward:at.coverage*value(1-at.risk)+(1-at.coverage)*re}}
    }
    function check(grid){
      var agree=0,worst=0;
      grid.forEach(function(point){
        var own=calculus(point.labels,point.tokens,point.reduction,point.share,point.rewards);
        var gap=0;
        own.hedge.forEach(function(x,i){gap=Math.max(gap,Math.abs(x-point.hedge[i]))});
        Object.keys(point.result).forEach(function(key){
          gap=Math.max(gap,Math.abs(own.result[key]-point.result[key]))});
        worst=Math.max(worst,gap);if(gap<1e-9)agree+=1});
      return{agree:agree,count:grid.length,worst:worst}}
    if(typeof document==='undefined'){module.exports={calculus:calculus,check:check};return}

    function $(id){return document.getElementById(id)}
    function number(id){return Number($(id).value)}
    function fixed(x,d){return x.toFixed(d===undefined?2:d).replace('-','\u2212')}
    function percent(x){return Math.round(100*x)+'\u202f%'}
    var names=['A','B','C','D','abstain'],W=360,NS='http://www.w3.org/2000/svg';
    function clear(svg,height){svg.setAttribute('viewBox','0 0 '+W+' '+height);
      while(svg.firstChild)svg.removeChild(svg.firstChild)}
    function add(svg,tag,attributes,text){
      var element=document.createElementNS(NS,tag);
      Object.keys(attributes).forEach(function(key){element.setAttribute(key,attributes[key])});
      if(text!==undefined)element.textContent=text;
      svg.appendChild(element)}
    function label(svg,x,y,text,anchor,name){
      add(svg,'text',{x:x,y:y,'font-size':12,'text-anchor':anchor||'middle','class':name||'muted'},text)}
    function line(svg,points,name){
      add(svg,'path',{'class':name,d:points.map(function(p,i){
        return(i?'L':'M')+p[0].toFixed(2)+' '+p[1].toFixed(2)}).join('')})}

    function bars(svg,values,colour){
      clear(svg,150);
      values.forEach(function(value,i){
        var x=8+i*(W-16)/5,w=(W-16)/5-10,h=100*value;
        add(svg,'rect',{'class':'fill '+(i===4?'s2':colour),x:x,y:118-h,width:w,height:Math.max(h,.8)});
        label(svg,x+w/2,112-h,percent(value),'middle','text');
        label(svg,x+w/2,136,names[i])});
      add(svg,'line',{'class':'axis',x1:4,x2:W-4,y1:118.5,y2:118.5})}

    function axes(svg,xTitle,yTitle,top){
      clear(svg,248);
      label(svg,0,13,yTitle,'start');
      [0,.25,.5,.75,1].forEach(function(tick){
        var y=206-170*tick,x=34+(W-56)*tick;
        add(svg,'line',{'class':'grid',x1:34,x2:W-22,y1:y,y2:y});
        label(svg,28,y+4,fixed(tick*top),'end');label(svg,x,223,fixed(tick))});
      label(svg,34+(W-56)/2,242,xTitle)}
    function at(x,y,top){return[34+(W-56)*x,206-170*Math.min(Math.max(y/top,0),1)]}
    function steps(f){var points=[];for(var i=0;i<=100;i++)points.push(f(i/100));return points}

    function familiarity(model){
      var svg=$('familiarity');axes(svg,'familiarity c','share of questions',1);
      function band(low,high,name){
        var upper=steps(function(c){return at(c,high(model.shares(c)),1)});
        var lower=steps(function(c){return at(c,low(model.shares(c)),1)}).reverse();
        add(svg,'path',{'class':name,d:upper.concat(lower).map(function(p,i){
          return(i?'L':'M')+p[0].toFixed(2)+' '+p[1].toFixed(2)}).join('')+'Z'})}
      band(function(){return 0},function(s){return s.right},'soft s1');
      band(function(s){return s.right},function(s){return s.right+s.abstain},'soft s2');
      band(function(s){return s.right+s.abstain},function(){return 1},'soft alert');
      line(svg,steps(function(c){return at(c,model.shares(c).right,1)}),'line s1');
      line(svg,steps(function(c){var s=model.shares(c);return at(c,s.right+s.abstain,1)}),'line s2 dash');
      label(svg,W-30,190,'right','end','text');
      var s=model.shares(.15);
      if(s.abstain>.1)label(svg,at(.15,0,1)[0],at(0,s.right+s.abstain/2,1)[1]+4,'abstains','middle','text');
      if(s.wrong>.1)label(svg,at(.15,0,1)[0],at(0,1-s.wrong/2,1)[1]+4,'wrong','middle','text')}

    function risk(model){
      var svg=$('risk');axes(svg,'share of questions answered','share of answers that are wrong',1);
      var points=steps(function(t){return model.riskCoverage(t)}).filter(function(p){return p.coverage>0});
      line(svg,points.map(function(p){return at(p.coverage,p.risk,1)}),'line s1');
      var r=model.result,answered=r.right+r.wrong;
      if(answered>0){var p=at(answered,r.wrong/answered,1);
        add(svg,'rect',{'class':'dot s2',x:p[0]-5,y:p[1]-5,width:10,height:10});}
      if(r.chow_coverage>0){var q=at(r.chow_coverage,r.chow_risk,1);
        add(svg,'circle',{'class':'dot s3',cx:q[0],cy:q[1],r:5.5})}
      add(svg,'rect',{'class':'dot s2',x:42,y:42,width:9,height:9});label(svg,57,51,'finetuned on the labels','start','text');
      add(svg,'circle',{'class':'dot s3',cx:46.5,cy:65,r:5});label(svg,57,69,'Chow, under the rewards','start','text')}

    function rewards(model){
      var svg=$('rewards'),r=model.result;clear(svg,128);
      var rows=[['finetuned on the labels',r.reward,'s2'],['trained on the rewards',r.policy,'s1'],
        ['Chow, by familiarity',r.chow_reward,'s3']];
      var ends=[number('wrong'),number('abstain'),number('right'),0];
      var low=Math.min.apply(0,ends),high=Math.max.apply(0,ends),span=high-low||1;
      function x(v){return 8+(W-60)*(v-low)/span}
      rows.forEach(function(row,i){
        var y=18+i*38;label(svg,8,y,row[0],'start','text');
        add(svg,'rect',{'class':'fill '+row[2],x:Math.min(x(0),x(row[1])),y:y+5,
          width:Math.max(Math.abs(x(row[1])-x(0)),1),height:11});
        label(svg,W-4,y+15,fixed(row[1]),'end','strong')});
      add(svg,'line',{'class':'rule',x1:x(0),x2:x(0),y1:20,y2:116})}

    function update(){
      [].forEach.call(document.querySelectorAll('input[type=range]'),function(input){
        var out=document.querySelector('output[for='+input.id+']');
        if(out)out.textContent=input.id.indexOf('label')===0?'':input.id==='share'?percent(Number(input.value))
          :input.id==='tokens'?input.value:fixed(Number(input.value))});
      var labels=names.map(function(_,i){return number('label'+i)});
      var total=labels.reduce(function(a,b){return a+b},0);
      var rule=[number('right'),number('wrong'),number('abstain')];
      if(!(total>0)||!(rule[0]>rule[1])){
        $('decision').textContent=total>0?'A right answer must earn more than a wrong one.'
          :'Give at least one label some share.';return}
      var model=calculus(labels,number('tokens'),$('reduction').value,number('share'),rule);
      bars($('bars'),labels.map(function(x){return x/total}),'plain');
      bars($('hedge'),model.hedge,'s1');familiarity(model);risk(model);rewards(model);
      var r=model.result,answered=r.right+r.wrong;
      $('keys').innerHTML=[['right',r.right],['abstains',r.abstain],['wrong (hallucinates)',r.wrong],
        ['right when it answers',answered>0?r.right/answered:NaN]].map(function(row){
        return'<div><dt>'+row[0]+'</dt><dd><span class="value">'
          +(isNaN(row[1])?'\u2013':percent(row[1]))+'</span></dd></div>'}).join('');
      var hedge=r.guess<rule[2]?'abstain':r.guess>rule[2]?'guess':'do either';
      $('decision').textContent='A blind guess earns '+fixed(r.guess)+', abstaining '+fixed(rule[2])
        +': the hedge is to '+hedge+'. The switch is at '+fixed(r.guess)
        +'. A policy that knows its chance of being right answers when it is above '
        +fixed(model.threshold)+' (Chow).'}

    var dragged=-1;
    function drag(event){
      var box=$('bars').getBoundingClientRect(),scale=box.width/W;
      var x=(event.clientX-box.left)/scale,y=(event.clientY-box.top)/scale;
      if(event.type==='pointerdown'){dragged=Math.min(4,Math.max(0,Math.floor((x-8)/((W-16)/5))));
        $('bars').setPointerCapture(event.pointerId)}
      if(dragged<0)return;
      var share=Math.min(Math.max((118-y)/100,0),.995),others=0;
      names.forEach(function(_,i){if(i!==dragged)others+=number('label'+i)});
      // The others keep their proportions; the dragged bar gets the share under the pointer.
      names.forEach(function(_,i){
        var input=$('label'+i);
        input.value=i===dragged?100*share:others>0?Number(input.value)/others*100*(1-share):25*(1-share)});
      update()}
    $('bars').addEventListener('pointerdown',drag);
    $('bars').addEventListener('pointermove',drag);
    ['pointerup','pointercancel'].forEach(function(name){
      $('bars').addEventListener(name,function(){dragged=-1})});
    document.addEventListener('input',update);
    [].forEach.call(document.querySelectorAll('[data-preset]'),function(button){
      button.onclick=function(){button.dataset.preset.split(',').forEach(function(value,i){
        $('label'+i).value=value});update()}});
    function start(){
      update();
      var result=check(JSON.parse($('data').textContent).grid);
      $('agreement').textContent='This page\u2019s script agrees with the Swift calculus on '
        +result.agree+' of '+result.count+' points (largest difference '+result.worst.toExponential(1)+').'}
    if(document.readyState==='loading')document.addEventListener('DOMContentLoaded',start);else start();
    })();
    """#
}
