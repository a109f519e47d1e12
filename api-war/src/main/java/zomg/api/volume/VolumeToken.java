package zomg.api.volume;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import zomg.error.InvalidInput;
import zomg.model.id.ProjectName;
import zomg.model.id.VolumeName;
import zomg.model.id.VolumeRef;

/** Where the next page of volumes starts, in a form that clients hand back without reading it. */
public record VolumeToken(VolumeRef after) {

    public static VolumeToken parse(String text) {
        try {
            String ref = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int colon = ref.indexOf(':');
            if (colon < 0) {
                throw unknown();
            }
            return new VolumeToken(
                    new VolumeRef(
                            new ProjectName(ref.substring(0, colon)),
                            new VolumeName(ref.substring(colon + 1))));
        } catch (IllegalArgumentException | InvalidInput foreign) {
            throw unknown();
        }
    }

    private static InvalidInput unknown() {
        return InvalidInput.field("continuation_token", "must be one that a list has answered");
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(after.toString().getBytes(StandardCharsets.UTF_8));
    }
}
