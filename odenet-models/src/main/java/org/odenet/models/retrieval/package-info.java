/** Retrieval of images by their features: exact search, and how good the rankings are. */
package org.odenet.models.retrieval;
