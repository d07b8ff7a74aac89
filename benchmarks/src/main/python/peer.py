"""Does a comparison's work on PyTorch and torchdiffeq: peer.py DIR THREADS, where DIR holds the package torchdiffeq.

Obeys lines on the standard input: "load KIND FILE" reads weights and inputs, "check FILE" does the work once and writes
its results, "run CALLS" does it that often and answers with the milliseconds. An answer begins with "ok" or "error".
"""

import json
import struct
import sys
import time
import types

import torch
import torch.nn.functional as F

try:
    import scipy.integrate  # noqa: F401
except ImportError:
    # torchdiffeq imports it for solvers that are not used here.
    sys.modules["scipy"] = types.ModuleType("scipy")
    sys.modules["scipy.integrate"] = types.ModuleType("scipy.integrate")
    sys.modules["scipy.integrate"].solve_ivp = None

sys.path.insert(0, sys.argv[1])
from torchdiffeq import odeint, odeint_adjoint  # noqa: E402

DYNAMICS = "odeblock.odefunc."


def read(path):
    """The float32 tensors and the texts of a safetensors file."""
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    texts = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(data[begin:end], dtype=torch.float32).reshape(entry["shape"])
    return tensors, texts


def write(path, tensors):
    header, blocks, position = {}, [], 0
    for name, tensor in tensors.items():
        block = tensor.detach().contiguous().numpy().astype("<f4").tobytes()
        end = position + len(block)
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [position, end]}
        blocks.append(block)
        position = end
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blocks))


class Dynamics(torch.nn.Module):
    """The ODE function; its weights are those of the network that begin with DYNAMICS."""

    def __init__(self, weights):
        super().__init__()
        self.evaluations = 0
        self.weights = {name[len(DYNAMICS):]: w for name, w in weights.items() if name.startswith(DYNAMICS)}

    def norm(self, x, name):
        return norm(x, self.weights, name)

    def convolve(self, t, x, name):
        time_channel = t.expand(x.size(0), 1, x.size(2), x.size(3))
        weights = self.weights
        return F.conv2d(
            torch.cat([time_channel, x], 1),
            weights[name + "._layer.weight"],
            weights[name + "._layer.bias"],
            padding=1,
        )

    def forward(self, t, x):
        self.evaluations += 1
        y = self.convolve(t, F.relu_(self.norm(x, "norm1")), "conv1")
        return self.norm(self.convolve(t, F.relu_(self.norm(y, "norm2")), "conv2"), "norm3")


def norm(x, weights, name):
    return F.group_norm(x, min(32, x.size(1)), weights[name + ".weight"], weights[name + ".bias"], 1e-5)


class Network:
    """The networks of Carrara et al. 2020, with weights by the names of their PyTorch code."""

    def __init__(self, tensors):
        self.weights = {}
        for name, tensor in tensors.items():
            if name.startswith("weight/"):
                self.weights[name[len("weight/"):]] = tensor.clone().requires_grad_()
        self.dynamics = Dynamics(self.weights)

    def part(self, prefix):
        return {name: weight for name, weight in self.weights.items() if name.startswith(prefix)}

    def stem(self, images):
        weights, module = self.weights, "downsample.module"
        if module + ".weight" in weights:
            return F.conv2d(images, weights[module + ".weight"], weights[module + ".bias"], 2, 1)
        x = F.conv2d(images, weights[module + ".0.weight"], weights[module + ".0.bias"])
        for block in (".1.", ".2."):
            active = F.relu_(norm(x, weights, module + block + "norm1"))
            y = F.conv2d(active, weights[module + block + "conv1.weight"], None, 2, 1)
            y = F.relu_(norm(y, weights, module + block + "norm2"))
            y = F.conv2d(y, weights[module + block + "conv2.weight"], None, 1, 1)
            x = y + F.conv2d(active, weights[module + block + "downsample.weight"], None, 2)
        return x

    def head(self, state):
        weights = self.weights
        pooled = F.relu_(norm(state, weights, "classifier.module.0")).mean((2, 3))
        return F.linear(pooled, weights["classifier.module.4.weight"], weights["classifier.module.4.bias"])


class SmallNetwork(torch.nn.Module):
    """A layer of tanh between two linear ones, in double precision."""

    def __init__(self, tensors):
        super().__init__()
        self.evaluations = 0
        self.weights = {}
        for name in ("w0", "b0", "w1", "b1"):
            self.weights[name] = tensors["weight/" + name].double().requires_grad_()

    def forward(self, t, y):
        self.evaluations += 1
        weights = self.weights
        hidden = torch.tanh(torch.addmm(weights["b0"], y, weights["w0"]))
        return torch.addmm(weights["b1"], hidden, weights["w1"])


class SpiralWork:
    """The gradient of a small network that follows a curve."""

    def __init__(self, tensors, texts):
        self.network = SmallNetwork(tensors)
        self.start = tensors["start"].double()
        self.targets = tensors["targets"].double()
        self.times = torch.cat([torch.zeros(1), tensors["times"]]).double()
        self.tolerance = float(texts["tolerance"])
        self.evaluations = (0, 0)

    def once(self):
        self.network.evaluations = 0
        states = odeint(self.network, self.start, self.times, rtol=self.tolerance, atol=self.tolerance)
        loss = (states[1:, 0] - self.targets).square().mean()
        weights = self.network.weights
        values = torch.autograd.grad(loss, list(weights.values()))
        self.evaluations = (self.network.evaluations, 0)
        return {"loss": loss.reshape(1), **gradients(weights, values)}

    run = once


class Work:
    """The work of one kind on the networks."""

    def __init__(self, kind, tensors, texts):
        self.network = Network(tensors)
        self.dynamics = self.network.dynamics
        self.tensors = tensors
        self.times = torch.tensor([0.0, 1.0])
        self.tolerance = float(texts.get("tolerance", 0))
        self.adjoint = texts.get("gradient") == "adjoint"
        self.once = getattr(self, kind)
        self.evaluations = (0, 0)
        if "time" in texts:
            self.time = torch.tensor(float(texts["time"]))
        if kind == "vjp":
            tensors["state"].requires_grad_()
        if kind == "train":
            tensors["labels"] = tensors["labels"].long()
            rate, momentum = float(texts["rate"]), float(texts["momentum"])
            self.optimizer = torch.optim.SGD(self.network.weights.values(), rate, momentum)

    def run(self):
        self.once()
        if hasattr(self, "optimizer"):
            self.optimizer.step()

    def forward(self):
        with torch.no_grad():
            return {"derivative": self.dynamics(self.time, self.tensors["state"])}

    def vjp(self):
        weights = self.network.part(DYNAMICS)
        derivative = self.dynamics(self.time, self.tensors["state"])
        inputs = [self.tensors["state"], *weights.values()]
        of_state, *of_weights = torch.autograd.grad(derivative, inputs, self.tensors["cotangent"])
        return {"derivative": derivative, "state-cotangent": of_state, **gradients(weights, of_weights)}

    def solve(self, solver, start, **options):
        return solver(self.dynamics, start, self.times, rtol=self.tolerance, atol=self.tolerance, **options)[1]

    def infer(self):
        self.dynamics.evaluations = 0
        with torch.no_grad():
            logits = self.network.head(self.solve(odeint, self.network.stem(self.tensors["images"])))
        self.evaluations = (self.dynamics.evaluations, 0)
        return {"logits": logits}

    def train(self):
        self.dynamics.evaluations = 0
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.by_adjoint() if self.adjoint else self.direct()
        weights = self.network.weights
        return {"loss": loss.reshape(1), **gradients(weights, [weight.grad for weight in weights.values()])}

    def loss(self, end):
        return F.cross_entropy(self.network.head(end), self.tensors["labels"])

    def direct(self):
        loss = self.loss(self.solve(odeint, self.network.stem(self.tensors["images"])))
        loss.backward()
        self.evaluations = (self.dynamics.evaluations, 0)
        return loss

    def by_adjoint(self):
        """As in odenet, the cotangent is scaled to length 1 and the error of the weights' gradient is that of one vector,
        so that both take the same steps."""
        start = self.network.stem(self.tensors["images"])
        cut_start = start.detach().requires_grad_()
        weights = list(self.dynamics.weights.values())
        end = self.solve(
            odeint_adjoint, cut_start, adjoint_params=weights, adjoint_options={"norm": largest_norm}
        )
        forward = self.dynamics.evaluations
        cut_end = end.detach().requires_grad_()
        loss = self.loss(cut_end)
        loss.backward()
        length = cut_end.grad.norm()
        end.backward(cut_end.grad / length)
        for weight in weights:
            weight.grad *= length
        start.backward(cut_start.grad * length)
        self.evaluations = (forward, self.dynamics.evaluations - forward)
        return loss


def largest_norm(parts):
    """The larger root mean square of state, cotangent and the gradient of all weights."""
    _, state, cotangent, *gradient = parts
    squares = sum(part.square().sum() for part in gradient) / sum(part.numel() for part in gradient)
    return max(state.square().mean(), cotangent.square().mean(), squares).sqrt()


def gradients(weights, values):
    return {"gradient/" + name: value for name, value in zip(weights, values)}


def main():
    torch.set_num_threads(int(sys.argv[2]))
    answers, sys.stdout = sys.stdout, sys.stderr
    print("ok PyTorch", torch.__version__, "with", torch.get_num_threads(), "threads", file=answers, flush=True)
    work = None
    for line in sys.stdin:
        order, *rest = line.strip().split(" ", 2)
        try:
            answer = ""
            if order == "load":
                kind, (tensors, texts) = rest[0], read(rest[1])
                work = SpiralWork(tensors, texts) if kind == "spiral" else Work(kind, tensors, texts)
            elif order == "check":
                write(rest[0], work.once())
                answer = " %d %d" % work.evaluations
            elif order == "run":
                begin = time.perf_counter()
                for _ in range(int(rest[0])):
                    work.run()
                answer = " %r" % ((time.perf_counter() - begin) * 1e3)
            else:
                raise ValueError("no such order")
            print("ok" + answer, file=answers, flush=True)
        except Exception as error:
            print("error:", repr(error).splitlines()[0], file=answers, flush=True)


if __name__ == "__main__":
    main()
