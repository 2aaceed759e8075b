"""Conversations in Jinja templates as transformers renders them.

Usage: python -P chat_templates.py OUTPUT.json
The templates are written for this purpose; they use what the templates of common models use.
"""
import json
import sys

from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATES = {
    "marked": (
        "{% for message in messages %}\n    {% if loop.first and messages[0]['role'] != 'system' %}\n"
        "{{ '<s>system\\nBe brief.</s>\\n' }}\n    {%- endif %}\n"
        "{{'<s>' + message['role'] + '\\n' + message['content'] + '</s>' + '\\n'}}{% endfor %}"
        "{% if add_generation_prompt %}{{ '<s>assistant\\n' }}{% endif %}\n"
    ),
    "turns": (
        "{{ bos_token }}\n{%- if messages[0].role == 'system' -%}\n    {%- set first = messages[0].content"
        " + '\\n\\n' -%}\n    {%- set rest = messages[1:] -%}\n{%- else -%}\n    {%- set first = '' -%}\n"
        "    {%- set rest = messages -%}\n{%- endif -%}\n{%- for message in rest -%}\n"
        "    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}\n"
        "        {{ raise_exception('Roles must alternate') }}\n    {%- endif -%}\n"
        "    {{ '[' ~ ('model' if message.role == 'assistant' else message.role) ~ ']\\n'"
        " + (first if loop.first else '') }}\n"
        "    {%- if message.content is string -%}\n        {{ message.content | trim }}\n"
        "    {%- elif message.content is iterable -%}\n        {{ message.content[0]['text'] }}\n"
        "    {%- endif -%}\n    {{ '[end]\\n' }}\n{%- endfor -%}\n"
        "{%- if add_generation_prompt -%}\n    {{ '[model]\\n' }}\n{%- endif -%}"
    ),
    "namespace": (
        "{%- if tools is not none and tools %}\n{{ tools | tojson }}\n{%- endif %}\n"
        "{%- if not date is defined %}\n    {%- set date = '26 Jul' %}\n{%- endif %}\n"
        "{%- set ns = namespace(system='', count=0) %}\n"
        "{#- A remark. #}\n{%- for message in messages if message.role == 'system' %}\n"
        "    {%- set ns.system = ns.system ~ message.content.strip() ~ ';' %}\n{%- endfor %}\n"
        "{{- 'Date: ' + date + '\\n' + ns.system }}\n"
        "{%- for message in messages %}\n    {%- if message['role'] not in ['system'] %}\n"
        "        {%- set ns.count = ns.count + 1 %}\n"
        "        {{- '\\n' ~ ns.count ~ ' ' ~ message.role.upper() ~ ': ' ~ message['content'] }}\n"
        "    {%- endif %}\n{%- endfor %}\n{{- '\\nASSISTANT:' if add_generation_prompt else eos_token }}\n"
    ),
    "plain": "{% for m in messages %}  {{ m.content }}\n  {% if not loop.last %}\n--\n{% endif %}{% endfor %}",
}
CONVERSATIONS = [
    [{"role": "user", "content": " Hello,\nworld! "}],
    [{"role": "system", "content": " Be kind. "}, {"role": "user", "content": "{{ x }}"}],
    [
        {"role": "user", "content": "1"}, {"role": "assistant", "content": "2"},
        {"role": "user", "content": "3"},
    ],
]


def refuse(reason):
    raise ValueError(reason)


environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
environment.globals["raise_exception"] = refuse
cases = []
for name, source in TEMPLATES.items():
    for messages in CONVERSATIONS:
        text = environment.from_string(source).render(
            messages=messages, tools=None, documents=None, add_generation_prompt=True,
            bos_token="<bos>", eos_token="<eos>")
        cases.append({"name": name, "template": source, "messages": messages, "text": text})
json.dump(cases, open(sys.argv[1], "w"), indent=1)
