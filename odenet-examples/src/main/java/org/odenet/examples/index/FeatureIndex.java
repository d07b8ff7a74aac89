package org.odenet.examples.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.odenet.models.ImageClassifier;
import org.odenet.models.ModelFingerprint;
import org.odenet.models.retrieval.FeatureMatrix;

/**
 * Image features in a folder, searched by cosine similarity through a graph of neighbours (Apache Lucene's HNSW). The
 * search is approximate: {@link HnswSettings} trades speed for recall.
 *
 * <p>An index belongs to one network, and is refused to every other. What was committed survives the end of the process,
 * however it ends; what was added or deleted since is found by searches, but lost if the process is killed.
 *
 * <pre>{@code
 * try (FeatureIndex index = FeatureIndex.open(folder, classifier)) {
 *     index.add("image-1", 7, features);
 *     index.commit();
 *     List<IndexHit> similar = index.search(query, 10);
 * }
 * }</pre>
 *
 * <p>It serves any number of threads. One object, in one process, may have a folder open at a time.
 */
public final class FeatureIndex implements AutoCloseable {

    /** Fewer flushes, and so fewer graphs to be merged, than Lucene's 16 MB. */
    private static final double BUFFER_MEGABYTES = 64;

    private final Path folder;
    private final IndexIdentity identity;
    private final int searchWidth;
    private final Directory directory;
    private final IndexWriter writer;
    private final ReaderManager readers;
    private final AtomicLong changes = new AtomicLong();
    private final Object refreshing = new Object();
    private volatile long changesSeen;

    private FeatureIndex(Path folder, IndexIdentity identity, HnswSettings settings, Directory directory)
            throws IOException {
        this.folder = folder;
        this.identity = identity;
        this.searchWidth = settings.searchWidth();
        this.directory = directory;
        if (DirectoryReader.indexExists(directory)) {
            identity.requireSame(
                    folder, SegmentInfos.readLatestCommit(directory).getUserData());
        }
        IndexWriterConfig config =
                new IndexWriterConfig().setCodec(new HnswCodec(settings)).setRAMBufferSizeMB(BUFFER_MEGABYTES);
        this.writer = new IndexWriter(directory, config);
        try {
            writer.setLiveCommitData(identity.asCommitData().entrySet());
            // From the first moment on the folder says whose it is.
            writer.commit();
            this.readers = new ReaderManager(writer);
        } catch (IOException | RuntimeException e) {
            IOUtils.closeWhileHandlingException(writer);
            throw e;
        }
    }

    /**
     * Opens the index of a network, or makes an empty one where there is none.
     *
     * @param folder the index's folder, made if need be
     * @param classifier the network
     * @return the index
     * @throws IllegalArgumentException if the folder holds features of another network
     * @throws IllegalStateException if the index is open already
     * @throws UncheckedIOException if the folder cannot be used or the index is corrupt
     */
    public static FeatureIndex open(Path folder, ImageClassifier classifier) {
        return open(folder, ModelFingerprint.of(classifier), classifier.config().filters());
    }

    /**
     * Whether a folder holds an index; nothing is opened or made.
     *
     * @param folder the folder
     * @return whether there is one
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static boolean exists(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Directory directory = FSDirectory.open(folder)) {
            return DirectoryReader.indexExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    folder + ": the folder cannot be read (" + e + "); check its permissions", e);
        }
    }

    /**
     * Opens an index, or makes an empty one where there is none.
     *
     * @param folder the index's folder, made if need be
     * @param fingerprint tells the network that the features come from, as {@link ModelFingerprint} does
     * @param dimension the width of the features, 1 to 1024
     * @return the index
     * @throws IllegalArgumentException if the folder holds features of another network or width
     * @throws IllegalStateException if the index is open already
     * @throws UncheckedIOException if the folder cannot be used or the index is corrupt
     */
    public static FeatureIndex open(Path folder, String fingerprint, int dimension) {
        return open(folder, fingerprint, dimension, HnswSettings.defaults());
    }

    /**
     * Opens an index with settings of one's own. Those of building hold for what is added from now on.
     *
     * @param folder the index's folder, made if need be
     * @param fingerprint tells the network that the features come from, as {@link ModelFingerprint} does
     * @param dimension the width of the features, 1 to 1024
     * @param settings the settings of the graph
     * @return the index
     * @throws IllegalArgumentException if the folder holds features of another network or width
     * @throws IllegalStateException if the index is open already
     * @throws UncheckedIOException if the folder cannot be used or the index is corrupt
     */
    public static FeatureIndex open(Path folder, String fingerprint, int dimension, HnswSettings settings) {
        IndexIdentity identity = new IndexIdentity(fingerprint, dimension);
        Directory directory = null;
        try {
            directory = FSDirectory.open(Files.createDirectories(folder));
            return new FeatureIndex(folder, identity, settings, directory);
        } catch (LockObtainFailedException e) {
            IOUtils.closeWhileHandlingException(directory);
            throw new IllegalStateException(
                    folder + ": the index is open already, here or in another process; close it there first", e);
        } catch (IOException e) {
            IOUtils.closeWhileHandlingException(directory);
            throw new UncheckedIOException(
                    folder + ": the index cannot be opened (" + e
                            + "); check the folder and its permissions; if a file is corrupt, remove the folder and add the"
                            + " images anew",
                    e);
        } catch (RuntimeException e) {
            IOUtils.closeWhileHandlingException(directory);
            throw e;
        }
    }

    /**
     * Adds an image, or replaces the one of the same id.
     *
     * @param id a name that no other image has
     * @param label its class
     * @param vector its features, {@code [dimension]}, of any length; zeros are similar to nothing
     * @throws IllegalArgumentException if the id is empty, or the vector has another dimension or a value that is not
     *     finite
     */
    public void add(String id, int label, float[] vector) {
        addAll(List.of(new IndexEntry(id, label, vector)));
    }

    /**
     * Adds images, or replaces those of the same ids. All are checked before the first is added.
     *
     * @param entries the images
     * @throws IllegalArgumentException if a vector has another dimension or a value that is not finite
     */
    public void addAll(Collection<IndexEntry> entries) {
        List<Document> documents = entries.stream().map(this::document).toList();
        change(() -> {
            for (Document document : documents) {
                writer.updateDocument(new Term(Fields.ID, document.get(Fields.ID)), document);
            }
        });
    }

    private Document document(IndexEntry entry) {
        Document document = new Document();
        float[] unit = unit("'" + entry.id() + "'", entry.vector());
        document.add(new StringField(Fields.ID, entry.id(), Field.Store.NO));
        document.add(new BinaryDocValuesField(Fields.ID_VALUE, new BytesRef(entry.id())));
        document.add(new NumericDocValuesField(Fields.LABEL, entry.label()));
        document.add(new KnnFloatVectorField(Fields.VECTOR, unit, VectorSimilarityFunction.DOT_PRODUCT));
        return document;
    }

    /** On vectors of length one the scalar product is the cosine, and takes less time. */
    private float[] unit(String what, float[] vector) {
        if (vector.length != identity.dimension()) {
            throw new IllegalArgumentException(
                    "%s: the vector of %s has %d values, the index takes %d; use the network %s"
                            .formatted(folder, what, vector.length, identity.dimension(), identity.fingerprint()));
        }
        try {
            return FeatureMatrix.of(new float[][] {vector}).row(0);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(folder + ": the vector of " + what + ": " + e.getMessage(), e);
        }
    }

    /**
     * Deletes an image; nothing happens if there is none of this id.
     *
     * @param id the name that it was added by
     */
    public void delete(String id) {
        change(() -> writer.deleteDocuments(new Term(Fields.ID, id)));
    }

    /** Makes what was added and deleted last, even if the process or the machine fails. */
    public void commit() {
        change(writer::commit);
    }

    /**
     * Merges all images into one graph, as is worth while after many were added: a search goes through each graph. Takes
     * about the time that adding them all took.
     */
    public void compact() {
        change(() -> writer.forceMerge(1));
    }

    /** Something that may fail on the disk. */
    @FunctionalInterface
    private interface DiskAccess {
        void run() throws IOException;
    }

    private void change(DiskAccess change) {
        try {
            change.run();
        } catch (IOException e) {
            throw failed(e);
        } finally {
            changes.incrementAndGet();
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException(
                folder + ": the index cannot be used (" + e
                        + "); what was committed is kept; check the disk and open it again",
                e);
    }

    /**
     * The images most similar to a query, among all that were added before, with the settings' search width.
     *
     * @param vector the features of the query, {@code [dimension]}, of any length
     * @param k how many images, positive
     * @return the hits, the most similar first; fewer than k if there are not as many
     * @throws IllegalArgumentException if k is not positive, or the vector has another dimension or a value that is not
     *     finite
     * @throws IllegalStateException if the index is empty
     */
    public List<IndexHit> search(float[] vector, int k) {
        return search(vector, k, searchWidth);
    }

    /**
     * The images most similar to a query, among all that were added before.
     *
     * @param vector the features of the query, {@code [dimension]}, of any length
     * @param k how many images, positive
     * @param width how many candidates the search keeps, k at least; where there are no more images, all are compared
     * @return the hits, the most similar first; fewer than k if there are not as many
     * @throws IllegalArgumentException if k or the width is not positive, or the vector has another dimension or a value
     *     that is not finite
     * @throws IllegalStateException if the index is empty
     */
    public List<IndexHit> search(float[] vector, int k, int width) {
        requirePositive("k", k);
        requirePositive("width", width);
        float[] unit = unit("the query", vector);
        int candidates = Math.max(k, width);
        return read(reader -> {
            requireImages(reader);
            return candidates < reader.numDocs()
                    ? NearestDocuments.byGraph(reader, unit, k, candidates)
                    : NearestDocuments.exact(reader, unit, k);
        });
    }

    /**
     * The images most similar to a query, found by comparing it with each: slower than {@link #search(float[], int)}, and
     * misses none.
     *
     * @param vector the features of the query, {@code [dimension]}, of any length
     * @param k how many images, positive
     * @return the hits, the most similar first; fewer than k if there are not as many
     * @throws IllegalArgumentException if k is not positive, or the vector has another dimension or a value that is not
     *     finite
     * @throws IllegalStateException if the index is empty
     */
    public List<IndexHit> searchExactly(float[] vector, int k) {
        requirePositive("k", k);
        float[] unit = unit("the query", vector);
        return read(reader -> {
            requireImages(reader);
            return NearestDocuments.exact(reader, unit, k);
        });
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is " + value + "; give a positive number");
        }
    }

    /** Fails if there is nothing to search. */
    void requireImages() {
        read(reader -> {
            requireImages(reader);
            return null;
        });
    }

    private void requireImages(DirectoryReader reader) {
        if (reader.numDocs() == 0) {
            throw new IllegalStateException(folder + ": the index is empty; add images first");
        }
    }

    /**
     * What the index holds of some images.
     *
     * @param ids the names that they were added by
     * @return the features by name, {@code [dimension]} each, of length one or zeros; without the names that are not there
     */
    public Map<String, float[]> vectors(Collection<String> ids) {
        Set<String> wanted = Set.copyOf(ids);
        return read(reader -> StoredVectors.of(reader, wanted));
    }

    /**
     * How many images there are, those not yet committed included.
     *
     * @return the number
     */
    public int size() {
        return read(DirectoryReader::numDocs);
    }

    /** Something read from the disk. */
    @FunctionalInterface
    private interface Query<T> {
        T run(DirectoryReader reader) throws IOException;
    }

    private <T> T read(Query<T> query) {
        try {
            refresh();
            DirectoryReader reader = readers.acquire();
            try {
                return query.run(reader);
            } finally {
                readers.release(reader);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Asking Lucene each time whether something changed would take longer than the search. */
    private void refresh() throws IOException {
        long wanted = changes.get();
        if (changesSeen >= wanted) {
            return;
        }
        synchronized (refreshing) {
            if (changesSeen < wanted) {
                long seen = changes.get();
                readers.maybeRefreshBlocking();
                changesSeen = seen;
            }
        }
    }

    /** Commits and closes. */
    @Override
    public void close() {
        try {
            IOUtils.close(readers, writer, directory);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
