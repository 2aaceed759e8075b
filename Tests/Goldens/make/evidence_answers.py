"""Yes/no log-probabilities of prompts with documents, from transformers, float32, CPU.

Usage: python -P evidence_answers.py MODEL.gguf OUTPUT.json
Each case holds the question, the documents, the conversation as the model's own chat template frames
it, and the log-probabilities of the ways to write each answer in one token, summed.
"""
import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

path, output = sys.argv[1:3]
folder, file = os.path.split(os.path.abspath(path))
model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32).eval()
tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file)

QUESTION = "Is green tea good for the heart?"
YES = {"title": "A cup a day", "text": "People who drink green tea every day have fewer heart attacks."}
NO = {"title": None, "text": "A large trial found no effect of green tea on the heart. It ran for ten years."}
CASES = [
    ("Is green tea good for the heart?", [YES, NO]),
    ("Is green tea good for the heart?", [NO, YES]),
    ("Is green tea good for the heart?", [NO]),
    ("Is green tea good for the heart?", []),
    ("Can cats swim?", [{"title": "Cats", "text": "Most cats can swim, but few of them like it."}] * 2),
]


def message(question, documents):
    """What the template `documents` makes of a prompt."""
    task = "nswer the question with Yes or No.\n"
    if not documents:
        return "A" + task + "Question: " + question
    text = "Below are documents that were found for a question.\n\n"
    for number, document in enumerate(documents, 1):
        text += f"Document {number}\n"
        if document["title"]:
            text += f"Title: {document['title']}\n"
        text += document["text"] + "\n\n"
    return text + "Using only what the documents say, a" + task + "Question: " + question


def sum_of(answer, prompt, log):
    base = tokenizer(prompt, add_special_tokens=False).input_ids
    tokens = set()
    for form in {answer, answer.lower(), answer.upper()}:
        for variant in (form, " " + form):
            ids = tokenizer(prompt + variant, add_special_tokens=False).input_ids
            if ids[:-1] == base:
                tokens.add(ids[-1])
    return sorted(tokens), torch.logsumexp(log[sorted(tokens)], 0).item()


cases = []
for question, documents in CASES:
    text = message(question, documents)
    chat = [{"role": "user", "content": text}]
    prompt = tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
    ids = tokenizer(prompt, add_special_tokens=False).input_ids
    with torch.inference_mode():
        log = torch.log_softmax(model(torch.tensor([ids])).logits[0, -1].double(), -1)
    yes, log_yes = sum_of("Yes", prompt, log)
    no, log_no = sum_of("No", prompt, log)
    cases.append({
        "question": question, "documents": documents, "prompt": prompt, "ids": ids,
        "yes_tokens": yes, "no_tokens": no, "log_yes": log_yes, "log_no": log_no,
    })
json.dump(cases, open(output, "w"), indent=1)
