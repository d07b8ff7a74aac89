package org.odenet.core.dense;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;

/**
 * A small fully connected network as the right-hand side of an ODE: {@code dy/dt = net(y)} or {@code net(t, y)}.
 *
 * <pre>{@code
 * DenseNetwork net = DenseNetwork.widths(2, 50, 2).activation(Activation.TANH).build(42);
 * }</pre>
 *
 * <p>A state holds one sample or several, {@code [samples, features]} in row-major order. The parameters are one flat
 * array that an optimizer changes in place, between solves: for each layer its weights, {@code [inputs, outputs]} in
 * row-major order, and then its biases. With the time as an input, it is input 0 of the first layer.
 *
 * <p>An evaluation works in memory that earlier ones gave back. Several threads may evaluate the same network.
 */
public final class DenseNetwork implements DifferentiableOdeFunction<double[]> {

    private final int width;
    private final boolean timed;
    private final Activation activation;
    private final List<DenseLayer> layers;
    private final double[] parameters;
    private final Deque<Tape> free = new ArrayDeque<>();

    private DenseNetwork(Builder builder, double[] parameters) {
        this.width = builder.widths[0];
        this.timed = builder.timed;
        this.activation = builder.activation;
        this.layers = builder.layers();
        this.parameters = parameters;
    }

    /**
     * Begins a network.
     *
     * @param widths the features of the state, the units of each hidden layer, and the features of the state again
     * @return a builder, with tanh and without the time
     * @throws IllegalArgumentException if a width is not positive, or the last is not the first
     */
    public static Builder widths(int... widths) {
        return new Builder(widths);
    }

    /** Collects the shape of a network. */
    public static final class Builder {

        private final int[] widths;
        private Activation activation = Activation.TANH;
        private boolean timed;

        private Builder(int... widths) {
            this.widths = widths.clone();
            int last = widths.length - 1;
            if (last < 1 || Arrays.stream(widths).anyMatch(width -> width <= 0) || widths[0] != widths[last]) {
                throw new IllegalArgumentException("the widths are " + Arrays.toString(widths)
                        + "; give at least two, all positive, the last like the first, such as 2, 50, 2: the"
                        + " derivative has the state's shape");
            }
        }

        /**
         * Sets what is applied to the hidden units.
         *
         * @param function the activation
         * @return this builder
         */
        public Builder activation(Activation function) {
            activation = function;
            return this;
        }

        /**
         * Makes the time an input.
         *
         * @return this builder
         */
        public Builder withTime() {
            timed = true;
            return this;
        }

        /**
         * The length of the flat parameters.
         *
         * @return how many numbers the network has
         */
        public int parameterCount() {
            List<DenseLayer> layers = layers();
            return layers.get(layers.size() - 1).end();
        }

        /**
         * Makes the network with random weights, uniform with the variance {@code 2 / (inputs + outputs)} (Glorot and
         * Bengio 2010), and biases of zero.
         *
         * @param seed the same seed gives the same weights
         * @return the network
         */
        public DenseNetwork build(long seed) {
            double[] parameters = new double[parameterCount()];
            SplittableRandom random = new SplittableRandom(seed);
            for (DenseLayer layer : layers()) {
                double limit = Math.sqrt(6.0 / (layer.inputs() + layer.outputs()));
                for (int i = 0; i < layer.inputs() * layer.outputs(); i++) {
                    parameters[layer.offset() + i] = limit * (2 * random.nextDouble() - 1);
                }
            }
            return new DenseNetwork(this, parameters);
        }

        /**
         * Makes the network with given parameters.
         *
         * @param parameters the flat parameters, not copied: who changes them changes the network
         * @return the network
         * @throws IllegalArgumentException if there are not {@link #parameterCount} of them
         */
        public DenseNetwork build(double[] parameters) {
            if (parameters.length != parameterCount()) {
                throw new IllegalArgumentException("there are " + parameters.length + " parameters for a network of"
                        + " widths " + Arrays.toString(widths) + (timed ? " with the time" : "") + "; it needs "
                        + parameterCount());
            }
            return new DenseNetwork(this, parameters);
        }

        private List<DenseLayer> layers() {
            List<DenseLayer> layers = new ArrayList<>();
            int offset = 0;
            for (int l = 0; l + 1 < widths.length; l++) {
                DenseLayer layer = new DenseLayer(widths[l] + (timed && l == 0 ? 1 : 0), widths[l + 1], offset);
                layers.add(layer);
                offset = layer.end();
            }
            return List.copyOf(layers);
        }
    }

    /**
     * The flat parameters.
     *
     * @return the network's own array, to be changed by an optimizer, though not between a solve and its backward pass
     */
    public double[] parameters() {
        return parameters;
    }

    @Override
    public void evaluate(double t, double[] y, double[] dydt) {
        Tape tape = forward(t, y, dydt);
        giveBack(tape);
    }

    @Override
    public Linearization<double[]> linearize(double t, double[] y, double[] dydt) {
        return new OfTape(forward(t, y, dydt));
    }

    private Tape forward(double t, double[] y, double[] dydt) {
        if (y.length == 0 || y.length % width != 0) {
            throw new IllegalArgumentException("the state has " + y.length + " components; a network of width " + width
                    + " needs a multiple of that, one row for each sample");
        }
        Tape tape = take(y.length / width);
        readState(t, y, tape);
        int last = layers.size() - 1;
        for (int sample = 0; sample < tape.samples(); sample++) {
            for (int l = 0; l <= last; l++) {
                DenseLayer layer = layers.get(l);
                double[] output = l == last ? dydt : tape.inputs(l + 1);
                int at = sample * layer.outputs();
                layer.forward(parameters, tape.inputs(l), sample * layer.inputs(), output, at);
                if (l < last) {
                    activation.apply(output, at, at + layer.outputs());
                }
            }
        }
        return tape;
    }

    private void readState(double t, double[] y, Tape tape) {
        double[] input = tape.inputs(0);
        int inputs = layers.get(0).inputs();
        for (int sample = 0; sample < tape.samples(); sample++) {
            if (timed) {
                input[sample * inputs] = t;
            }
            System.arraycopy(y, sample * width, input, sample * inputs + inputs - width, width);
        }
    }

    private void backward(Tape tape, double[] cotangent, double[] stateCotangent, double[] gradient) {
        int last = layers.size() - 1;
        for (int sample = 0; sample < tape.samples(); sample++) {
            for (int l = last; l >= 0; l--) {
                DenseLayer layer = layers.get(l);
                double[] yBar = l == last ? cotangent : tape.cotangent();
                int yAt = l == last ? sample * width : 0;
                int xAt = sample * layer.inputs();
                if (gradient != null) {
                    layer.addGradient(tape.inputs(l), xAt, yBar, yAt, gradient);
                }
                layer.backward(parameters, yBar, yAt, tape.previous());
                if (l > 0) {
                    activation.scaleByDerivative(tape.previous(), tape.inputs(l), xAt, layer.inputs());
                }
                tape.swap();
            }
            int skipped = layers.get(0).inputs() - width;
            System.arraycopy(tape.cotangent(), skipped, stateCotangent, sample * width, width);
        }
    }

    private void forwardTangent(Tape tape, double[] tangent, double[] derivativeTangent) {
        int last = layers.size() - 1;
        for (int sample = 0; sample < tape.samples(); sample++) {
            int inputs = layers.get(0).inputs();
            Arrays.fill(tape.cotangent(), 0, inputs, 0);
            System.arraycopy(tangent, sample * width, tape.cotangent(), inputs - width, width);
            for (int l = 0; l <= last; l++) {
                DenseLayer layer = layers.get(l);
                layer.forwardTangent(parameters, tape.cotangent(), tape.previous());
                if (l < last) {
                    int at = sample * layer.outputs();
                    activation.scaleByDerivative(tape.previous(), tape.inputs(l + 1), at, layer.outputs());
                }
                tape.swap();
            }
            System.arraycopy(tape.cotangent(), 0, derivativeTangent, sample * width, width);
        }
    }

    private Tape take(int samples) {
        synchronized (free) {
            Tape tape = free.poll();
            if (tape != null && tape.samples() == samples) {
                return tape;
            }
            // Those of another number of samples have gone out of use.
            free.clear();
        }
        return new Tape(layers, samples);
    }

    private void giveBack(Tape tape) {
        synchronized (free) {
            free.push(tape);
        }
    }

    private final class OfTape implements Linearization<double[]> {

        private Tape tape;

        OfTape(Tape tape) {
            this.tape = tape;
        }

        @Override
        public void vjp(double[] cotangent, double[] stateCotangent, double[] parameterGradient) {
            if (tape == null) {
                throw new IllegalStateException("this linearization is closed; take its products before");
            }
            if (parameterGradient != null && parameterGradient.length != parameters.length) {
                throw new IllegalArgumentException("the gradient has " + parameterGradient.length
                        + " components; the network has " + parameters.length + " parameters");
            }
            backward(tape, cotangent, stateCotangent, parameterGradient);
        }

        @Override
        public boolean hasJvp() {
            return true;
        }

        @Override
        public void jvp(double[] tangent, double[] derivativeTangent) {
            if (tape == null) {
                throw new IllegalStateException("this linearization is closed; take its products before");
            }
            forwardTangent(tape, tangent, derivativeTangent);
        }

        @Override
        public long bytes() {
            return tape == null ? 0 : tape.bytes();
        }

        @Override
        public void close() {
            if (tape != null) {
                giveBack(tape);
                tape = null;
            }
        }
    }
}
