package org.odenet.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.odenet.adjoint.Gradients;
import org.odenet.core.ode.GradientMethod;
import org.odenet.models.Architecture;

/** All comparisons. */
final class Cases {

    /** A single value that rounds to the other side of ReLU's kink changes a gradient by about 1e-3. */
    private static final double PRODUCT_BOUND = 1e-2;

    /** Many evaluations meet many kinks; and the continuous adjoint, through a stiff backward solve, enlarges them. */
    private static final double TRAINING_BOUND = 0.1;

    /** No kinks, and double precision. */
    private static final double SMOOTH_BOUND = 1e-5;

    static final List<Case> ALL = all();

    private Cases() {}

    private static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (StateShape shape : StateShape.ALL) {
            cases.add(new NetworkCase(
                    "f-forward-" + shape, PRODUCT_BOUND, Waiting.USUAL, () -> new FunctionWork(shape, false)));
        }
        for (StateShape shape : StateShape.ALL) {
            cases.add(new NetworkCase(
                    "f-vjp-" + shape, PRODUCT_BOUND, Waiting.USUAL, () -> new FunctionWork(shape, true)));
        }
        for (Architecture architecture : List.of(Architecture.RES_ODE, Architecture.ODE_ONLY)) {
            for (GradientMethod method : List.of(Gradients.direct(), Gradients.adjoint())) {
                cases.add(new NetworkCase(
                        "train-" + architecture.label() + "-" + method.name(),
                        TRAINING_BOUND,
                        Waiting.USUAL,
                        () -> new TrainingWork(architecture, method)));
            }
        }
        cases.add(new NetworkCase(
                "single-image-res-ode",
                TRAINING_BOUND,
                Waiting.PASSIVE,
                () -> new InferenceWork(Architecture.RES_ODE)));
        StateShape.ALL.forEach(shape -> cases.add(new SolveOverheadCase(shape)));
        StateShape.ALL.forEach(shape -> cases.add(new ConvolutionCase(shape, false)));
        StateShape.ALL.forEach(shape -> cases.add(new ConvolutionCase(shape, true)));
        cases.add(new LorenzCase());
        cases.add(new NetworkCase("spiral-gradient", SMOOTH_BOUND, Waiting.PASSIVE, SpiralWork::new));
        return List.copyOf(cases);
    }

    static List<String> names() {
        return ALL.stream().map(Case::name).toList();
    }

    static List<String> peers() {
        return ALL.stream().flatMap(one -> one.peers().stream()).distinct().toList();
    }
}
