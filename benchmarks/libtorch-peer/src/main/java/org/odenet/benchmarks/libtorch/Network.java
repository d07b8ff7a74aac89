package org.odenet.benchmarks.libtorch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The networks of Carrara et al. 2020 in libtorch's operations, with weights by the names of their PyTorch code. */
final class Network implements AutoCloseable {

    static final String DYNAMICS = "odeblock.odefunc.";
    private static final String WEIGHT = "weight/";
    private static final int MANY = 256;
    private static final double EPSILON = 1e-5;
    private static final long[] ONE = {1, 1};

    private final Map<String, Tensor> weights = new TreeMap<>();
    private final boolean residualStem;
    private final int filters;

    Network(TensorFile file) {
        residualStem = file.tensors().containsKey(WEIGHT + "downsample.module.1.norm1.weight");
        filters = (int) file.tensors().get(WEIGHT + DYNAMICS + "norm1.weight").size(0);
        file.tensors().forEach((name, tensor) -> {
            if (name.startsWith(WEIGHT)) {
                Tensor weight = inOrder(tensor);
                weight.set_requires_grad(true);
                weights.put(name.substring(WEIGHT.length()), weight);
            }
        });
    }

    /** A tensor in the memory order that libtorch is faster with: channels last where there are many. */
    Tensor inOrder(Tensor tensor) {
        if (filters < MANY || tensor.dim() != 4) {
            return tensor;
        }
        Tensor ordered = tensor.contiguous(torch.MemoryFormat.ChannelsLast);
        ordered.retainReference();
        tensor.close();
        return ordered;
    }

    /** All weights by name. */
    Map<String, Tensor> weights() {
        return weights;
    }

    /** The weights of one part of the network, in the order of their names. */
    List<Tensor> weightsOf(String part) {
        return namesOf(part).stream().map(weights::get).toList();
    }

    /** The names of the weights of one part of the network, in alphabetical order. */
    List<String> namesOf(String part) {
        return weights.keySet().stream().filter(name -> name.startsWith(part)).toList();
    }

    private Tensor weight(String name) {
        return weights.get(name);
    }

    private TensorOptional optional(String name) {
        Tensor value = weights.get(name);
        return value == null ? new TensorOptional() : new TensorOptional(value);
    }

    private Tensor normRelu(Tensor x, String name) {
        return torch.relu_(norm(x, name));
    }

    private Tensor norm(Tensor x, String name) {
        long groups = Math.min(32, x.size(1));
        return torch.group_norm(x, groups, optional(name + ".weight"), optional(name + ".bias"), EPSILON, false);
    }

    private Tensor convolution(Tensor x, String name, long stride, long padding) {
        return convolution(x, weight(name + ".weight"), name, stride, padding);
    }

    private Tensor convolution(Tensor x, Tensor weight, String name, long stride, long padding) {
        long[] strides = {stride, stride};
        long[] paddings = {padding, padding};
        return torch.conv2d(x, weight, optional(name + ".bias"), strides, paddings, ONE, 1);
    }

    /** The ODE function. */
    Tensor dynamics(double t, Tensor x) {
        return Scopes.keep(() -> {
            Tensor time = time(t, x, 1 + missingChannels(x));
            Tensor y = timeConvolution(time, normRelu(x, DYNAMICS + "norm1"), DYNAMICS + "conv1._layer");
            return norm(
                    timeConvolution(time, normRelu(y, DYNAMICS + "norm2"), DYNAMICS + "conv2._layer"),
                    DYNAMICS + "norm3");
        });
    }

    private static Tensor time(double t, Tensor x, long channels) {
        Tensor scalar = torch.full(new long[] {1, 1, 1, 1}, new Scalar((float) t), x.options());
        return scalar.expand(x.size(0), channels, x.size(2), x.size(3));
    }

    private long missingChannels(Tensor x) {
        return filters < MANY ? ChannelBlocks.missing(x.size(0), 1 + x.size(1)) : 0;
    }

    /** The time is joined to the channels as channel 0; where there is more than one channel of it, the first are not used. */
    private Tensor timeConvolution(Tensor time, Tensor x, String name) {
        Tensor weight = weight(name + ".weight");
        long missing = time.size(1) - 1;
        return convolution(
                torch.cat(new TensorVector(time, x), 1),
                missing == 0 ? weight : ChannelBlocks.pad(weight, missing),
                name,
                1,
                1);
    }

    /** From images to the state. */
    Tensor stem(Tensor images) {
        String module = "downsample.module";
        return Scopes.keep(() -> residualStem
                ? halving(halving(convolution(images, module + ".0", 1, 0), module + ".1."), module + ".2.")
                : convolution(images, module, 2, 1));
    }

    private Tensor halving(Tensor x, String name) {
        return Scopes.keep(() -> {
            Tensor active = normRelu(x, name + "norm1");
            Tensor branch = normRelu(convolution(active, name + "conv1", 2, 1), name + "norm2");
            Tensor sum = convolution(branch, name + "conv2", 1, 1);
            sum.add_(convolution(active, name + "downsample", 2, 0));
            return sum;
        });
    }

    /** From the state to the logits. */
    Tensor head(Tensor state) {
        return Scopes.keep(() -> {
            Tensor pooled = torch.adaptive_avg_pool2d(normRelu(state, "classifier.module.0"), 1, 1);
            return torch.linear(
                    pooled.view(-1, filters),
                    weight("classifier.module.4.weight"),
                    optional("classifier.module.4.bias"));
        });
    }

    @Override
    public void close() {
        weights.values().forEach(Tensor::close);
    }
}
