package org.odenet.adjoint;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.DifferentiableSolution;
import org.odenet.core.ode.GradientMethod;
import org.odenet.core.ode.Linearization;
import org.odenet.core.ode.OdeSolver;
import org.odenet.core.ode.TimeSpan;

/**
 * Exact gradients whose memory has a bound beside the states. A solve keeps the activations of its steps while they fit
 * into a budget; of the later steps it keeps the initial states alone, and computes their stages again in the backward
 * pass, one step at a time. The gradient is the same to the bit whatever the budget, if the function gives the same
 * value each time.
 *
 * <p>The default budget is a quarter of the memory that the operating system, or the container, has: what a Java heap
 * takes by default too. So most solves compute nothing twice, and the heap, the network's other layers and one step's
 * activations still find room. The budget is that of one solve. Where several are open at once, in threads or in blocks
 * of one network, give each its share.
 *
 * <p>What a step needs is what its linearizations tell ({@link Linearization#bytes}), each no less than a state; so a
 * function that does not tell is held to be one that keeps its input. The activations of a step that turns out not to
 * fit, or is rejected, are given back at once.
 */
public final class CheckpointedGradient implements GradientMethod {

    private static final long DEFAULT_BUDGET = machineMemory() / 4;

    private final long budget;

    CheckpointedGradient() {
        this(DEFAULT_BUDGET);
    }

    private CheckpointedGradient(long budget) {
        this.budget = budget;
    }

    /** In a container its limit, unlike the numbers that native libraries report. */
    private static long machineMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /**
     * Sets how much memory the activations of one solve may take between its forward and its backward pass.
     *
     * @param bytes the budget in bytes; 0 keeps the states only
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public CheckpointedGradient withMemoryBudget(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException(
                    "the memory budget is " + bytes + " bytes; give 0 to keep the states only, or a positive number");
        }
        return new CheckpointedGradient(bytes);
    }

    /**
     * How much memory the activations of one solve may take.
     *
     * @return the budget in bytes
     */
    public long memoryBudget() {
        return budget;
    }

    @Override
    public String name() {
        return "checkpointed";
    }

    @Override
    public <S> DifferentiableSolution<S> solve(
            OdeSolver solver, DifferentiableOdeFunction<S> function, S initialState, TimeSpan span) {
        return SavedSolve.solve(solver, function, initialState, span, budget);
    }

    /** The name alone: the budget does not change the gradient. */
    @Override
    public String toString() {
        return name();
    }
}
