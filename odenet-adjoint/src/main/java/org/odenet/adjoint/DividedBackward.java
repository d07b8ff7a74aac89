package org.odenet.adjoint;

import java.util.ArrayList;
import java.util.List;
import org.odenet.core.ode.DifferentiableDivision;
import org.odenet.core.ode.Linearization;

/**
 * The exact reverse of steps, piece by piece of a divided function: a thread takes a piece back through all stages of a
 * step, so that the sums of cotangents find them in a cache.
 */
final class DividedBackward<S> {

    private final DifferentiableDivision<S> division;
    private final S parameterGradient;
    private final List<StagedBackward<S>> pieces = new ArrayList<>();

    DividedBackward(DifferentiableDivision<S> division, S parameterGradient) {
        this.division = division;
        this.parameterGradient = parameterGradient;
        for (int piece = 0; piece < division.pieces(); piece++) {
            pieces.add(new StagedBackward<>(division.space(piece)));
        }
    }

    /**
     * Goes back through one step.
     *
     * @param step the step
     * @param cotangent the cotangent of the state at its end, replaced by that of the state at its start
     * @param endMatters whether the cotangent at the end may be other than zero
     * @param observed cotangents inside the step
     */
    void step(SavedStep<S> step, S cotangent, boolean endMatters, List<ObservedCotangent<S>> observed) {
        List<S> cotangents = division.piecesOf(cotangent);
        List<List<S>> inside =
                observed.stream().map(at -> division.piecesOf(at.cotangent())).toList();
        for (int piece = 0; piece < pieces.size(); piece++) {
            List<ObservedCotangent<S>> own = new ArrayList<>();
            for (int i = 0; i < observed.size(); i++) {
                own.add(new ObservedCotangent<>(
                        observed.get(i).theta(), inside.get(i).get(piece)));
            }
            pieces.get(piece).begin(step.held(), cotangents.get(piece), endMatters, own);
        }
        List<DividedLinearization<S>> stages = step.linearize(pieces.get(0).activeStages());
        division.forEach(
                parameterGradient, (piece, gradient) -> pieces.get(piece).goBack(ofPiece(stages, piece), gradient));
    }

    private static <S> List<Linearization<S>> ofPiece(List<DividedLinearization<S>> stages, int piece) {
        List<Linearization<S>> own = new ArrayList<>();
        stages.forEach(stage -> own.add(stage == null ? null : stage.of(piece)));
        return own;
    }

    /** How many vector-Jacobian products were taken: where equations are solved, for the piece that took most. */
    long products() {
        return pieces.stream().mapToLong(StagedBackward::products).max().orElse(0);
    }

    void close() {
        pieces.forEach(StagedBackward::close);
    }
}
