"""Features of the photos in a file of raw RGB by onnxruntime: networkOnnx.py MODEL PHOTOS_FILE COUNT SIZE BATCH FEATURES_FILE

Tasks: `features` on all cores, `oneThread` on one. Threads that wait keep their core busy, which counts as work: that of one thread has no waiting in it.
"""
import os
import sys

import numpy as np
import onnxruntime

from worker import answer

model, photos_file, count, size, batch, features_file = sys.argv[1:]
count, size, batch = int(count), int(size), int(batch)
photos = np.fromfile(photos_file, np.uint8).reshape(count, size, size, 3)


def extractor(threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0].name
    return lambda: [session.run(None, {given: photos[i : i + batch]})[0] for i in range(0, count, batch)]


def step_of(task):
    extract = extractor(1 if task == "oneThread" else len(os.sched_getaffinity(0)))
    np.concatenate(extract()).astype(np.float32).tofile(features_file)
    return extract


answer(step_of)
