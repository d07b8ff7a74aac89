package org.odenet.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.adjoint.Gradients;
import org.odenet.core.dense.Activation;
import org.odenet.core.dense.DenseNetwork;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.TimeSpan;
import org.odenet.solvers.Solvers;

/** The gradient of a small network on plain arrays whose solution shall follow a spiral, in double precision. */
final class SpiralWork implements NetworkWork {

    private static final double TOLERANCE = 1e-6;
    private static final int HIDDEN = 50;
    private static final int OBSERVATIONS = 30;
    private static final double[] START = {2, 0};

    private final OdeSolver solver =
            Solvers.dormandPrince54().tolerances(TOLERANCE, TOLERANCE).steppingPastEnd();
    private final DenseNetwork net;
    /** Numbers that float32 holds exactly, for the file that goes to peers. */
    private final double[] times =
            IntStream.rangeClosed(1, OBSERVATIONS).mapToDouble(i -> i / 8.0).toArray();

    private final TimeSpan span = new TimeSpan(0, times[OBSERVATIONS - 1], times);
    private final double[] targets = new double[2 * OBSERVATIONS];

    SpiralWork() {
        net = DenseNetwork.widths(2, HIDDEN, 2).activation(Activation.TANH).build(1);
        double[] parameters = net.parameters();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) parameters[i];
        }
        for (int i = 0; i < OBSERVATIONS; i++) {
            double radius = 2 * Math.exp(-times[i] / 4);
            targets[2 * i] = (float) (radius * Math.cos(2 * times[i]));
            targets[2 * i + 1] = (float) (radius * Math.sin(2 * times[i]));
        }
    }

    @Override
    public String kind() {
        return "spiral";
    }

    @Override
    public Map<String, INDArray> tensors() {
        Map<String, INDArray> tensors = parts("weight/", net.parameters());
        tensors.put("start", single(START, 1, 2));
        tensors.put("times", single(times, OBSERVATIONS));
        tensors.put("targets", single(targets, OBSERVATIONS, 2));
        return tensors;
    }

    /** The layers' weights and biases of a flat vector. */
    private static Map<String, INDArray> parts(String prefix, double[] flat) {
        Map<String, INDArray> parts = new LinkedHashMap<>();
        int firstBias = 2 * HIDDEN;
        int secondWeight = firstBias + HIDDEN;
        int secondBias = secondWeight + HIDDEN * 2;
        parts.put(prefix + "w0", single(range(flat, 0, firstBias), 2, HIDDEN));
        parts.put(prefix + "b0", single(range(flat, firstBias, secondWeight), HIDDEN));
        parts.put(prefix + "w1", single(range(flat, secondWeight, secondBias), HIDDEN, 2));
        parts.put(prefix + "b1", single(range(flat, secondBias, flat.length), 2));
        return parts;
    }

    private static double[] range(double[] values, int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }

    private static INDArray single(double[] values, long... shape) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return Nd4j.create(floats, shape, 'c');
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("tolerance", String.valueOf(TOLERANCE));
    }

    @Override
    public void run() {
        differentiate(new double[net.parameters().length]);
    }

    /** What a gradient gave beside itself. */
    private record Outcome(double loss, long evaluations) {}

    private Outcome differentiate(double[] gradient) {
        try (DifferentiableSolution<double[]> path = Gradients.direct().solve(solver, net, START, span)) {
            double loss = 0;
            List<double[]> cotangents = new ArrayList<>(OBSERVATIONS);
            for (int i = 0; i < OBSERVATIONS; i++) {
                double[] y = path.solution().states().get(i);
                double[] cotangent = new double[2];
                for (int j = 0; j < 2; j++) {
                    double error = y[j] - targets[2 * i + j];
                    loss += error * error / targets.length;
                    cotangent[j] = 2 * error / targets.length;
                }
                cotangents.add(cotangent);
            }
            path.backward(cotangents, gradient);
            return new Outcome(loss, path.solution().statistics().functionEvaluations());
        }
    }

    @Override
    public Result check() {
        double[] gradient = new double[net.parameters().length];
        Outcome outcome = differentiate(gradient);
        Map<String, INDArray> results = parts("gradient/", gradient);
        results.put("loss", Nd4j.createFromArray((float) outcome.loss()));
        return new Result(results, outcome.evaluations(), 0);
    }

    @Override
    public void close() {
        // Plain arrays.
    }
}
