package zomg.api.volume;

import zomg.api.json.PageToken;
import zomg.model.id.ProjectName;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;

/** Where the next page of volumes starts, in a form that clients hand back without reading it. */
public record VolumeToken(VolumeRef after) {

    public static VolumeToken parse(String text) {
        return PageToken.read(
                text,
                ref -> {
                    int colon = ref.indexOf(':');
                    return new VolumeToken(
                            new VolumeRef(
                                    new ProjectName(ref.substring(0, colon)),
                                    new VolumeName(ref.substring(colon + 1))));
                });
    }

    @Override
    public String toString() {
        return PageToken.write(after.toString());
    }
}
