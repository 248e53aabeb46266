"""The PyTorch half of the benchmark: reads one JSON command a line on standard input, answers with one JSON line."""
import json
import os
import resource
import subprocess
import sys
import time

THREADS = int(sys.argv[1])
CLOCK, SAMPLE_SECONDS = (time.process_time, 5e-3) if sys.argv[2] == "cpu" else (time.perf_counter, 5e-4)

try:
    import numpy as np
    import torch
    import torch.nn as nn
    import torch.nn.functional as F
except ImportError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    sys.exit(0)


def parameters_from(model, arrays):
    """Copies the arrays p0, p1, ... into the model; linear weights lie transposed on the other side."""
    with torch.no_grad():
        for i, p in enumerate(model.parameters()):
            value = arrays["p%d" % i]
            p.copy_(value.t() if p.dim() == 2 else value)


def network(name):
    if name == "lenet":
        return nn.Sequential(
            nn.Conv2d(1, 6, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, 2),
            nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2, 2),
            nn.Flatten(), nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10))
    if name == "mlp":
        return nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 10))
    if name == "cnn":
        return nn.Sequential(
            nn.Conv2d(1, 20, 5), nn.ReLU(), nn.MaxPool2d(2, 2),
            nn.Conv2d(20, 20, 5), nn.ReLU(), nn.MaxPool2d(2, 2),
            nn.Flatten(), nn.Linear(320, 10))
    if name == "resnet18":
        return ResNet(BasicBlock, 1, [2, 2, 2, 2])
    if name == "resnet50":
        return ResNet(Bottleneck, 4, [3, 4, 6, 3])
    if name == "mobilenet_v2":
        return mobilenet_v2()
    if name == "vgg16":
        return vgg16()
    raise ValueError(name)


class BasicBlock(nn.Module):
    """Two convolutions around which the input is led."""

    def __init__(self, inputs, planes, stride, down):
        super().__init__()
        self.around = nn.Sequential(
            nn.Conv2d(inputs, planes, 3, stride, 1, bias=False), nn.BatchNorm2d(planes), nn.ReLU(inplace=True),
            nn.Conv2d(planes, planes, 3, 1, 1, bias=False), nn.BatchNorm2d(planes))
        self.down = down

    def forward(self, x):
        return F.relu(self.around(x) + (x if self.down is None else self.down(x)), inplace=True)


class Bottleneck(BasicBlock):
    """Fewer channels, a convolution, more channels, around which the input is led."""

    def __init__(self, inputs, planes, stride, down):
        nn.Module.__init__(self)
        self.around = nn.Sequential(
            nn.Conv2d(inputs, planes, 1, bias=False), nn.BatchNorm2d(planes), nn.ReLU(inplace=True),
            nn.Conv2d(planes, planes, 3, stride, 1, bias=False), nn.BatchNorm2d(planes), nn.ReLU(inplace=True),
            nn.Conv2d(planes, 4 * planes, 1, bias=False), nn.BatchNorm2d(4 * planes))
        self.down = down


class ResNet(nn.Sequential):
    def __init__(self, block, expansion, counts):
        layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
        inputs = 64
        for stage, count in enumerate(counts):
            planes = 64 << stage
            for i in range(count):
                stride = 2 if stage > 0 and i == 0 else 1
                outputs, down = planes * expansion, None
                if stride != 1 or inputs != outputs:
                    down = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
                layers.append(block(inputs, planes, stride, down))
                inputs = outputs
        super().__init__(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 1000))


def conv_norm(inputs, outputs, kernel=3, stride=1, groups=1):
    return [nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs), nn.ReLU6(inplace=True)]


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expand):
        super().__init__()
        hidden = inputs * expand
        self.around = stride == 1 and inputs == outputs
        first = conv_norm(inputs, hidden, 1) if expand != 1 else []
        self.conv = nn.Sequential(
            *first, *conv_norm(hidden, hidden, 3, stride, hidden), nn.Conv2d(hidden, outputs, 1, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return x + self.conv(x) if self.around else self.conv(x)


def mobilenet_v2():
    layers, inputs = conv_norm(3, 32, 3, 2), 32
    for expand, outputs, count, stride in [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]:
        for i in range(count):
            layers.append(InvertedResidual(inputs, outputs, stride if i == 0 else 1, expand))
            inputs = outputs
    return nn.Sequential(
        *layers, *conv_norm(inputs, 1280, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, 1000))


def vgg16():
    layers, inputs = [], 3
    for width, count in zip([64, 128, 256, 512, 512], [2, 2, 3, 3, 3]):
        for _ in range(count):
            layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.ReLU(inplace=True)]
            inputs = width
        layers.append(nn.MaxPool2d(2, 2))
    return nn.Sequential(
        *layers, nn.AdaptiveAvgPool2d(7), nn.Flatten(), nn.Linear(512 * 49, 4096), nn.ReLU(inplace=True), nn.Dropout(),
        nn.Linear(4096, 4096), nn.ReLU(inplace=True), nn.Dropout(), nn.Linear(4096, 1000))


def train(arrays, network_name, traced=False, frozen=False):
    model = network(network_name).train(not frozen)
    parameters_from(model, arrays)
    optimizer = torch.optim.Adam(model.parameters(), 0.001)
    x, y = arrays["x"], arrays["y"].flatten()
    if traced:
        model = torch.jit.trace(model, x)

    def step():
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def outputs():
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        found = {"loss": loss}
        for i, p in enumerate(model.parameters()):
            found["g%d" % i] = p.grad.t() if p.dim() == 2 else p.grad
        return found

    def exact():
        twin = network(network_name).train(not frozen)
        parameters_from(twin, arrays)
        twin.double()
        loss = F.cross_entropy(twin(x.double()), y)
        loss.backward()
        found = {"loss": loss}
        for i, p in enumerate(twin.parameters()):
            found["g%d" % i] = p.grad.t() if p.dim() == 2 else p.grad
        return found

    return step, outputs, exact


def infer(arrays, network_name, traced=False):
    model = network(network_name).eval()
    parameters_from(model, arrays)
    x = arrays["x"]
    if traced:
        model = torch.jit.optimize_for_inference(torch.jit.trace(model, x))

    @torch.no_grad()
    def run():
        return {"out": model(x)}

    return run, run


def matmul(arrays, transpose_x=False, transpose_y=False):
    x, y = arrays["x"], arrays["y"]
    a = x.t() if transpose_x else x
    b = y.t() if transpose_y else y
    return (lambda: a @ b), (lambda: {"out": a @ b})


OPERATORS = {
    "add": lambda x, y: x + y,
    "mul": lambda x, y: x * y,
    "relu": lambda x: torch.relu(x),
    "exp": lambda x: torch.exp(x),
    "tanh": lambda x: torch.tanh(x),
    "sigmoid": lambda x: torch.sigmoid(x),
    "gelu": lambda x: F.gelu(x),
    "chain": lambda x, y: torch.relu(x * y + x) * 0.5 - y,
    "softmax": lambda x: F.softmax(x, -1),
    "log_softmax": lambda x: F.log_softmax(x, -1),
    "layer_norm": lambda x, w, b: F.layer_norm(x, x.shape[-1:], w, b),
    "batch_norm": lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True),
    "sum": lambda x: x.sum(),
    "sum0": lambda x: x.sum(0),
    "sum1": lambda x: x.sum(1),
    "mean": lambda x: x.mean(),
    "max": lambda x: x.max(),
    "max1": lambda x: x.amax(1),
    "argmax1": lambda x: x.argmax(1),
    "transpose": lambda x: x.t().contiguous(),
    "concat": lambda x, y: torch.cat([x, y], 1),
    "cross_entropy": lambda x, y: F.cross_entropy(x, y.flatten()),
    "elu": lambda x: F.elu(x),
    "leaky_relu": lambda x: F.leaky_relu(x),
    "pow": lambda x: (x + 1.5).pow(2.5),
    "sort": lambda x: x.sort(-1)[0],
    "topk": lambda x: x.topk(5)[0],
    "unique": lambda x: torch.unique(x),
    "bincount": lambda x: torch.bincount(x),
    "index_select": lambda x, i: x.index_select(1, i),
    "embedding": lambda w, i: F.embedding(i, w),
    "nonzero": lambda x: (x > 0).nonzero(),
    "masked_select": lambda x: x.masked_select(x > 0),
    "nearest": lambda x: F.interpolate(x, scale_factor=2, mode="nearest"),
    "bilinear": lambda x: F.interpolate(x, scale_factor=2, mode="bilinear"),
    "adaptive_avg_pool2d": lambda x: F.adaptive_avg_pool2d(x, 7),
    "avg_pool2d": lambda x: F.avg_pool2d(x, 3, 1, 1),
    "max_pool2d": lambda x: F.max_pool2d(x, 3, 2, 1),
    "grid_sample": lambda x, g: F.grid_sample(x, g, align_corners=True),
    "cholesky": lambda x: torch.linalg.cholesky(x @ x.t() + 10 * torch.eye(len(x))),
    "inv": lambda x: torch.linalg.inv(x + 10 * torch.eye(len(x))),
    "sign": torch.sign,
    "topk_first": lambda x: x.topk(5, 0)[0],
    "flip": lambda x: x.flip(1),
    "pixel_shuffle": lambda x: F.pixel_shuffle(x, 2),
    "to_int64": lambda x: x.to(torch.int64),
    "dot": torch.dot,
    "eigvalsh": lambda x: torch.linalg.eigvalsh(x + x.t()),
    "eigh": lambda x: torch.linalg.eigh(x + x.t())[0],
    "svd": lambda x: torch.linalg.svd(x, full_matrices=False)[1],
    "conv1d": lambda x, w: F.conv1d(x, w, padding=1),
    "conv2d_5x5": lambda x, w: F.conv2d(x, w, padding=2),
    "conv2d_depthwise7": lambda x, w: F.conv2d(x, w, padding=3, groups=x.shape[1]),
    "conv2d_depthwise5s2": lambda x, w: F.conv2d(x, w, stride=2, padding=2, groups=x.shape[1]),
    "conv2d_groups32": lambda x, w: F.conv2d(x, w, padding=1, groups=32),
    "conv2d_dilation6": lambda x, w: F.conv2d(x, w, padding=6, dilation=6),
    "conv2d_dilation18": lambda x, w: F.conv2d(x, w, padding=18, dilation=18),
    "conv2d_transpose": lambda x, w: F.conv_transpose2d(x, w, stride=2, padding=1),
}


def operator(arrays, name, grad=False, backward=False):
    f = OPERATORS[name]
    values = [v.requires_grad_(grad) if v.is_floating_point() else v for v in arrays.values()]

    def forward():
        return f(*values)

    def both():
        for v in values:
            v.grad = None
        f(*values).sum().backward()

    def outputs():
        out = f(*values)
        found = {"out": out}
        if grad:
            (out * out).sum().backward()
            found.update({"g%d" % i: v.grad for i, v in enumerate(values)})
        return found

    return (both if backward else forward), outputs


def adam(arrays):
    parameters = [nn.Parameter(p.clone()) for p in arrays["p"]]
    for p, g in zip(parameters, arrays["g"]):
        p.grad = g.clone()
    optimizer = torch.optim.Adam(parameters, 0.001)

    def outputs():
        optimizer.step()
        return {"p": torch.stack([p.detach() for p in parameters])}

    return optimizer.step, outputs


class Digits(torch.utils.data.Dataset):
    """ToTensor and Normalize, one sample at a time."""

    def __init__(self, arrays):
        self.images = arrays["images"].numpy()
        self.labels = arrays["labels"].numpy()

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        image = torch.from_numpy(self.images[i]).unsqueeze(0).float().div_(255)
        return image.sub_(0.1307).div_(0.3081), int(self.labels[i])


def loader(arrays, workers):
    data = Digits(arrays)
    batches = torch.utils.data.DataLoader(data, batch_size=64, num_workers=workers)

    def epoch():
        seen = 0
        for images, labels in batches:
            seen += len(labels)
        return seen

    def outputs():
        images, labels = next(iter(torch.utils.data.DataLoader(data, batch_size=64)))
        return {"images": images, "labels": labels}

    return epoch, outputs


def encoder_places(model):
    """Our name of each parameter, and where it lies: the projections of queries, keys and values are one matrix here, and weights lie transposed."""
    for i, layer in enumerate(model.layers):
        own = "layers.%d." % i
        attention, size = layer.self_attn, layer.self_attn.embed_dim
        for j, part in enumerate(("q_proj", "k_proj", "v_proj")):
            rows = slice(j * size, (j + 1) * size)
            yield own + "self_attn.%s.weight" % part, attention.in_proj_weight, rows, True
            yield own + "self_attn.%s.bias" % part, attention.in_proj_bias, rows, False
        for name, p in layer.named_parameters():
            if "in_proj" not in name:
                yield own + name, p, slice(None), name.endswith("weight") and p.dim() == 2


def sequence(arrays, network, trains):
    if network == "encoder":
        layer = nn.TransformerEncoderLayer(768, 12, 3072, 0.0, "gelu", batch_first=True)
        model = nn.TransformerEncoder(layer, 4)
        places = list(encoder_places(model))
        run = model
    else:
        model = (nn.LSTM if network == "lstm" else nn.GRU)(256, 256, 2)
        places = [(name, p, slice(None), False) for name, p in model.named_parameters()]

        def run(x):
            return model(x)[0]
    with torch.no_grad():
        for name, p, rows, turned in places:
            p[rows] = arrays[name].t() if turned else arrays[name]
    x = arrays["x"]
    if not trains:
        model.eval()

        @torch.no_grad()
        def predict():
            return {"out": run(x)}

        return predict, predict
    optimizer = torch.optim.Adam(model.parameters(), 0.0001)

    def step():
        loss = (run(x) * x).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def outputs():
        loss = (run(x) * x).mean()
        loss.backward()
        found = {"g." + name: p.grad[rows].t() if turned else p.grad[rows] for name, p, rows, turned in places if "k_proj.bias" not in name}
        found["loss"] = loss
        return found

    return step, outputs


def pattern(size, factor):
    return torch.sin(torch.arange(size, dtype=torch.float32)) * factor


def first_loss():
    """LeNet's loss on a batch: what a process computes first. Parameters and images are made of sines, so that both sides have the same."""
    torch.set_num_threads(THREADS)
    model = network("lenet")
    with torch.no_grad():
        for p in model.parameters():
            value = pattern(p.numel(), 0.1)
            p.copy_(value.reshape(p.shape[::-1]).t() if p.dim() == 2 else value.reshape(p.shape))
    x, y = pattern(64 * 784, 1).reshape(64, 1, 28, 28), torch.arange(64) % 10
    return F.cross_entropy(model(x), y).item()


def process(arrays):
    def start():
        text = subprocess.run([sys.executable, __file__, str(THREADS), sys.argv[2], "first-loss"], stdout=subprocess.PIPE, check=True).stdout
        return {"loss": torch.tensor([float(text)])}

    return start, start


def peak_memory(name, batch):
    """Resident bytes at the peak of a process that trains."""
    torch.set_num_threads(THREADS)
    arrays = {"p%d" % i: p.detach().t() if p.dim() == 2 else p.detach() for i, p in enumerate(network(name).parameters())}
    step, *_ = train(dict(arrays, x=torch.rand(batch, 3, 224, 224), y=torch.arange(batch)), name)
    for _ in range(16):  # as many as on the other side
        step()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


KINDS = {"process": process, "sequence": sequence, "train": train, "infer": infer, "matmul": matmul, "operator": operator, "adam": adam, "loader": loader}


class Timer:
    """Takes samples as the other side does."""

    def __init__(self, step):
        self.step, self.per_sample = step, 1

    def time(self, repetitions):
        step, start = self.step, CLOCK()
        for _ in range(repetitions):
            step()
        return (CLOCK() - start) / repetitions

    def warm_up(self, seconds):
        end, calls = CLOCK() + seconds, 0
        while CLOCK() < end or calls < 3:
            self.step()
            calls += 1
        while self.time(self.per_sample) * self.per_sample < SAMPLE_SECONDS:
            self.per_sample *= 2

    def run(self, seconds):
        end, samples = CLOCK() + seconds, []
        while True:
            samples.append(self.time(self.per_sample))
            if CLOCK() >= end:
                return samples


def libraries():
    shown = torch.__config__.show()
    names = [n for n, sign in (("OpenBLAS", "BLAS_INFO=open"), ("MKL", "BLAS_INFO=mkl"), ("oneDNN", "USE_MKLDNN=ON")) if sign in shown]
    return ", ".join(["PyTorch " + torch.__version__] + names)


def main():
    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    print(json.dumps({"version": libraries()}), flush=True)
    timer = None
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = {}
            if command["command"] == "open":
                timer = None
                with np.load(command["inputs"]) as file:
                    # Copied: numpy asks for huge pages, PyTorch does not, and the copy lies where a user's tensors would.
                    arrays = {k: torch.from_numpy(file[k]).clone() for k in file.files}
                step, outputs, *exact = KINDS[command["kind"]](arrays, **command["arguments"])
                np.savez(command["outputs"], **{k: np.ascontiguousarray(v.detach().numpy()) for k, v in outputs().items()})
                if exact and command["exact"]:
                    np.savez(command["exact"], **{k: np.ascontiguousarray(v.detach().numpy()) for k, v in exact[0]().items()})
                timer = Timer(step)
            elif command["command"] == "warm_up":
                timer.warm_up(command["seconds"])
            else:
                answer = {"samples": timer.run(command["seconds"])}
        except Exception as error:
            answer = {"error": "%s: %s" % (type(error).__name__, error)}
        print(json.dumps(answer), flush=True)


if sys.argv[3:] == ["first-loss"]:
    print(first_loss(), flush=True)
    os._exit(0)
if sys.argv[3:4] == ["peak-memory"]:
    print(peak_memory(sys.argv[4], int(sys.argv[5])), flush=True)
    os._exit(0)
main()
