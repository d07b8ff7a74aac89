package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.kernel.ArrayPool;
import org.odenet.core.kernel.KernelProviders;
import org.odenet.core.nn.ForwardPass;
import org.odenet.core.nn.LayerContext;
import org.odenet.core.nn.LayerFunction;
import org.odenet.core.nn.OdeBlock;
import org.odenet.core.nn.ParameterLayout;
import org.odenet.core.nn.Parameters;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.OdeSolution;
import org.odenet.core.ode.SolveOptions;
import org.odenet.core.ode.SolverStatistics;
import org.odenet.core.ode.Step;
import org.odenet.core.state.VectorSpace;
import org.odenet.core.tensor.Tensors;

/** The work of one audit, on float64 copies of the block's parameters and input. */
final class AuditRun implements AutoCloseable {

    /** Small, as ReLU has kinks and few may lie within; large enough for rounding. */
    private static final double STEP = 1e-6;

    private static final long SEED = 20;

    private final OdeBlock block;
    private final int directions;
    private final ArrayPool pool = new ArrayPool(KernelProviders.select());
    private final Parameters parameters;
    private final INDArray input;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final INDArray outputCotangent;
    private final List<HeldStep> steps = new ArrayList<>();
    private SolverStatistics cost = SolverStatistics.NONE;

    AuditRun(OdeBlock block, Parameters parameters, INDArray input, int directions) {
        this.directions = directions;
        this.block = block;
        this.parameters = ofBlock(block, parameters);
        this.input =
                Nd4j.createUninitialized(DataType.DOUBLE, input.shape(), 'c').assign(input);
        this.outputCotangent = signs(input.shape());
    }

    /** The block's parameters alone: the others of the network have no part in it. */
    private static Parameters ofBlock(OdeBlock block, Parameters parameters) {
        ParameterLayout layout = ParameterLayout.of(block);
        INDArray values = parameters.flatOf(block);
        INDArray copy = Nd4j.create(DataType.DOUBLE, layout.length());
        return new Parameters(layout, values == null ? copy : copy.assign(values));
    }

    private INDArray signs(long... shape) {
        INDArray signs = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
        for (long i = 0; i < signs.length(); i++) {
            signs.putScalar(i, random.nextBoolean() ? 1 : -1);
        }
        return signs;
    }

    /** A gradient by all parameters, and by the input. */
    private record Gradient(Parameters byParameters, INDArray byInput) implements AutoCloseable {

        INDArray of(String name) {
            return name.equals(GradientAudit.INPUT) ? byInput : byParameters.get(name);
        }

        @Override
        public void close() {
            byParameters.close();
            byInput.close();
        }
    }

    GradientAudit audit() {
        holdSteps();
        Map<String, Gradient> gradients = new LinkedHashMap<>();
        try {
            for (GradientMethod method : methods()) {
                gradients.put(method.toString(), gradient(method));
            }
            return new GradientAudit(title(), rows(gradients));
        } finally {
            gradients.values().forEach(Gradient::close);
        }
    }

    /**
     * The direct method first, since the others are compared with it. The checkpointed one computes all stages again,
     * which shows functions that do not give the same value twice. The block's own may be one with settings.
     */
    private List<GradientMethod> methods() {
        List<GradientMethod> methods = new ArrayList<>(
                List.of(Gradients.direct(), Gradients.checkpointed().withMemoryBudget(0), Gradients.adjoint()));
        GradientMethod own = block.gradientMethod();
        if (methods.stream().noneMatch(method -> method.toString().equals(own.toString()))) {
            methods.add(own);
        }
        return methods;
    }

    private String title() {
        return "gradients through " + block.solver() + " over [" + block.span().start() + ", "
                + block.span().end() + "]: " + cost.acceptedSteps() + " steps, " + cost.functionEvaluations()
                + " evaluations";
    }

    private void holdSteps() {
        SolveOptions<INDArray> options = SolveOptions.<INDArray>defaults().withListener(step -> {
            requireExplicit(step);
            steps.add(HeldStep.of(Steps.requireStaged(step)));
        });
        try (LayerContext context = LayerContext.recording(parameters, pool).withRecording(false);
                OdeSolution<INDArray> solution = block.solve(input, context, block.span(), options)) {
            Steps.requireAll(steps, block.solver(), solution);
            cost = solution.statistics();
        }
    }

    /** The differences take the steps again stage by stage, and do not solve equations. */
    private void requireExplicit(Step<?> step) {
        if (Steps.isImplicit(step)) {
            throw new UnsupportedOperationException("an audit takes a solver's steps again to form its differences,"
                    + " which it does for explicit steps alone; the solver '"
                    + block.solver().name() + "' took an implicit step from t=" + step.start() + " to t=" + step.end()
                    + ". Audit the block with an explicit solver, such as dopri5");
        }
    }

    private Gradient gradient(GradientMethod method) {
        OdeBlock same = new OdeBlock(block.dynamics(), block.solver(), method, block.span());
        try (LayerContext context = LayerContext.recording(parameters, pool);
                ForwardPass pass = same.forward(input, context)) {
            Gradient gradient = new Gradient(parameters.zerosLike(), Tensors.like(input));
            INDArray byInput = pass.backward(outputCotangent, gradient.byParameters());
            Tensors.copy(byInput, gradient.byInput());
            context.release(byInput);
            return gradient;
        }
    }

    private List<AuditedGradient> rows(Map<String, Gradient> gradients) {
        List<String> names = new ArrayList<>(List.of(GradientAudit.INPUT));
        names.addAll(parameters.names());
        Gradient direct = gradients.get(Gradients.direct().toString());
        double largest =
                names.stream().mapToDouble(name -> norm(direct.of(name))).max().orElseThrow();
        return names.stream().map(name -> row(name, gradients, direct, largest)).toList();
    }

    private AuditedGradient row(String name, Map<String, Gradient> gradients, Gradient direct, double largest) {
        INDArray reference = direct.of(name);
        double norm = norm(reference);
        double scale = Math.max(norm, GradientAudit.NEGLIGIBLE * largest);
        double allNorms = norm;
        Map<String, Double> errors = new LinkedHashMap<>();
        for (Map.Entry<String, Gradient> entry : gradients.entrySet()) {
            if (entry.getValue() != direct) {
                INDArray gradient = entry.getValue().of(name);
                errors.put(entry.getKey(), relative(distance(gradient, reference), scale));
                allNorms += norm(gradient);
            }
        }
        double differenceError = relative(differenceError(name, reference), scale);
        boolean unused = allNorms == 0 && differenceError == 0;
        return new AuditedGradient(name, reference.length(), norm, errors, differenceError, unused);
    }

    /** The norm of a gradient's error: along random signs, the mean square of the error's derivative is its square. */
    private double differenceError(String name, INDArray gradient) {
        INDArray variable = name.equals(GradientAudit.INPUT) ? input : parameters.get(name);
        double squares = 0;
        for (int i = 0; i < directions; i++) {
            try (INDArray direction = signs(variable.shape())) {
                double error = difference(variable, direction) - product(gradient, direction);
                squares += error * error;
            }
        }
        return Math.sqrt(squares / directions);
    }

    private static double relative(double error, double scale) {
        return error == 0 ? 0 : error / scale;
    }

    private static double norm(INDArray values) {
        return values.norm2Number().doubleValue();
    }

    private static double distance(INDArray a, INDArray b) {
        try (INDArray difference = a.sub(b)) {
            return norm(difference);
        }
    }

    private static double product(INDArray a, INDArray b) {
        try (INDArray product = a.mul(b)) {
            return product.sumNumber().doubleValue();
        }
    }

    /** The derivative of the loss along a direction, by central differences; the variable is put back after it. */
    private double difference(INDArray variable, INDArray direction) {
        double size = STEP * Math.max(1, norm(variable) / Math.sqrt(variable.length()));
        try (INDArray before = variable.dup('c');
                INDArray shift = direction.mul(size)) {
            variable.addi(shift);
            try (INDArray after = output()) {
                variable.assign(before).subi(shift);
                try (INDArray opposite = output();
                        INDArray change = after.sub(opposite)) {
                    return product(change, outputCotangent) / (2 * size);
                }
            } finally {
                variable.assign(before);
            }
        }
    }

    /** The block's output through the held steps. */
    private INDArray output() {
        try (LayerContext context = LayerContext.recording(parameters, pool).withRecording(false)) {
            LayerFunction function = new LayerFunction(block.dynamics(), context);
            try (VectorSpace<INDArray> space = function.space(input)) {
                INDArray end = new StepReplay<>(steps, function, space)
                        .stateAt(block.span().end(), input);
                INDArray copy = Tensors.like(input);
                Tensors.copy(end, copy);
                space.release(end);
                return copy;
            }
        }
    }

    @Override
    public void close() {
        parameters.close();
        input.close();
        outputCotangent.close();
        pool.close();
    }
}
