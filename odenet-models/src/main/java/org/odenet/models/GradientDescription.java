package org.odenet.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.odenet.adjoint.CheckpointedGradient;
import org.odenet.adjoint.ContinuousAdjoint;
import org.odenet.adjoint.Gradients;
import org.odenet.core.ode.GradientMethod;

/**
 * A gradient method as it stands in a model file.
 *
 * @param method its name
 * @param solver the solver of the backward pass, or null for that of the forward pass
 * @param settings its settings by name, those at their defaults left out
 */
record GradientDescription(String method, SolverDescription solver, Map<String, Double> settings) {

    private static final String MEMORY_BUDGET = "memoryBudget";
    private static final String SEMINORM = "seminorm";

    GradientDescription {
        Objects.requireNonNull(method, "method is null; name a gradient method");
        Objects.requireNonNull(settings, "settings is null; give the method's settings, or {} for its defaults");
    }

    static GradientDescription of(GradientMethod gradient) {
        Map<String, Double> settings = new LinkedHashMap<>();
        SolverDescription solver = null;
        if (gradient instanceof CheckpointedGradient checkpointed) {
            // The default is this machine's, and shall be the next one's there.
            if (checkpointed.memoryBudget() != Gradients.checkpointed().memoryBudget()) {
                settings.put(MEMORY_BUDGET, (double) checkpointed.memoryBudget());
            }
        } else if (gradient instanceof ContinuousAdjoint adjoint) {
            solver = adjoint.solver() == null ? null : SolverDescription.of(adjoint.solver());
            if (adjoint.hasSeminorm()) {
                settings.put(SEMINORM, 1.0);
            }
        } else if (!Gradients.names().contains(gradient.name())) {
            throw new IllegalArgumentException("the gradient method '" + gradient.name()
                    + "' cannot be written to a model file; save the network with one of " + Gradients.names());
        }
        return new GradientDescription(gradient.name(), solver, settings);
    }

    GradientMethod toGradient() {
        GradientMethod gradient = Gradients.byName(method);
        if (gradient instanceof ContinuousAdjoint adjoint) {
            return configure(adjoint);
        }
        if (solver != null) {
            throw new IllegalArgumentException(
                    "the gradient method '" + method + "' has a solver; only the adjoint takes one of its own");
        }
        if (gradient instanceof CheckpointedGradient checkpointed) {
            return configure(checkpointed);
        }
        requireKnown(Set.of());
        return gradient;
    }

    private ContinuousAdjoint configure(ContinuousAdjoint adjoint) {
        requireKnown(Set.of(SEMINORM));
        ContinuousAdjoint configured = solver == null ? adjoint : adjoint.withSolver(solver.toSolver());
        return settings.getOrDefault(SEMINORM, 0.0) == 0 ? configured : configured.withSeminorm();
    }

    private CheckpointedGradient configure(CheckpointedGradient checkpointed) {
        requireKnown(Set.of(MEMORY_BUDGET));
        Double budget = settings.get(MEMORY_BUDGET);
        return budget == null
                ? checkpointed
                : checkpointed.withMemoryBudget(Settings.whole("gradient method", MEMORY_BUDGET, budget));
    }

    private void requireKnown(Set<String> known) {
        Settings.requireKnown("gradient method", method, settings, known);
    }
}
