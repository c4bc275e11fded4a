"""Fits and scores scikit-learn's isolation forest on a float32 file, then scores the same trees in ONNX Runtime where it
is installed. Prints the seconds as JSON. Two threads of scikit-learn are joblib's threads, its fastest way."""

import json
import sys
import time

import joblib
import numpy
import sklearn
from sklearn.ensemble import IsolationForest

path, rows, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
samples = numpy.fromfile(path, dtype=numpy.float32, count=rows * columns).reshape(rows, columns)
options = {"n_estimators": 100, "max_samples": min(256, rows), "random_state": 42}


def seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def to_onnx(forest):
    """The sum of the path lengths over the trees, each leaf holding its own."""
    from onnx import TensorProto, helper

    nodes = {name: [] for name in ["treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids"]}
    leaves = {name: [] for name in ["treeids", "nodeids", "weights"]}
    for number, estimator in enumerate(forest.estimators_):
        tree = estimator.tree_
        depths = numpy.zeros(tree.node_count)
        for node in range(tree.node_count):
            is_leaf = tree.children_left[node] < 0
            nodes["treeids"].append(number)
            nodes["nodeids"].append(node)
            nodes["featureids"].append(0 if is_leaf else int(tree.feature[node]))
            nodes["values"].append(0.0 if is_leaf else float(tree.threshold[node]))
            nodes["modes"].append("LEAF" if is_leaf else "BRANCH_LEQ")
            nodes["truenodeids"].append(0 if is_leaf else int(tree.children_left[node]))
            nodes["falsenodeids"].append(0 if is_leaf else int(tree.children_right[node]))
            if is_leaf:
                size = tree.n_node_samples[node]
                more = 0 if size < 2 else 1 if size == 2 else 2 * (numpy.log(size - 1) + 0.5772156649) - 2 * (size - 1) / size
                leaves["treeids"].append(number)
                leaves["nodeids"].append(node)
                leaves["weights"].append(float(depths[node] + more))
            else:
                depths[tree.children_left[node]] = depths[tree.children_right[node]] = depths[node] + 1
    ensemble = helper.make_node(
        "TreeEnsembleRegressor",
        ["x"],
        ["y"],
        domain="ai.onnx.ml",
        n_targets=1,
        target_ids=[0] * len(leaves["weights"]),
        **{f"nodes_{name}": values for name, values in nodes.items()},
        **{f"target_{name}": values for name, values in leaves.items()},
    )
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, columns])]
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 1])]
    graph = helper.make_graph([ensemble], "forest", inputs, outputs)
    sets = [helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)]
    return helper.make_model(graph, opset_imports=sets, ir_version=9).SerializeToString()


def measure_onnx(forest):
    try:
        import onnx  # noqa: F401
        import onnxruntime
    except ImportError:
        return {}
    model = to_onnx(forest)
    found = {"onnxVersion": onnxruntime.__version__}
    for threads in [1, 2]:
        session_options = onnxruntime.SessionOptions()
        session_options.intra_op_num_threads = threads
        session = onnxruntime.InferenceSession(model, session_options, providers=["CPUExecutionProvider"])
        session.run(None, {"x": samples[:1000]})
        found[f"onnx{threads}"] = seconds(lambda: session.run(None, {"x": samples}))
    return found


forest = IsolationForest(**options)
result = {"version": sklearn.__version__, "fit": seconds(lambda: forest.fit(samples))}
result["score"] = seconds(lambda: forest.score_samples(samples))
with joblib.parallel_backend("threading", n_jobs=2):
    result["score2"] = seconds(lambda: forest.score_samples(samples))
result["fitThreshold"] = seconds(lambda: IsolationForest(**options, contamination=0.05).fit(samples))
print(json.dumps({**result, **measure_onnx(forest)}))
