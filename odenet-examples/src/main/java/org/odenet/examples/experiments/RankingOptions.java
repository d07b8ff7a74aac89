package org.odenet.examples.experiments;

import org.odenet.models.retrieval.RetrievalEvaluation;
import picocli.CommandLine.Option;

/** How images are compared and ranked. */
final class RankingOptions {

    @Option(
            names = "--scaling",
            defaultValue = "images",
            description =
                    "what is scaled to length one: the features of an image (images), so that the similarity is the"
                            + " cosine, or each feature over all images (columns), as in the program published with the paper")
    private String scaling;

    @Option(names = "--without-query", description = "a query does not find itself")
    private boolean withoutQuery;

    Scaling scaling() {
        return Scaling.byName(scaling);
    }

    RetrievalEvaluation evaluation(int k) {
        RetrievalEvaluation evaluation = RetrievalEvaluation.at(k);
        return withoutQuery ? evaluation.leavingOutQuery() : evaluation;
    }

    /** What differs from the usual has files of its own. */
    String fileName(String experiment) {
        return experiment + (scaling() == Scaling.IMAGES ? "" : "-columns") + (withoutQuery ? "-without-query" : "");
    }
}
