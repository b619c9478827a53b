using Dagstack.Extensions.Configuration.Layers;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>A file that had content and has no bytes was cut off while it was written. One with a comment is meant to be empty.</summary>
internal static class EmptiedFiles
{
    /// <exception cref="ConfigException">A file has been emptied.</exception>
    public static void Refuse(IReadOnlyList<LayerContent> contents, IReadOnlyList<LayerContent> before)
    {
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i].Bytes is { Length: 0 } && before[i].Bytes is { Length: > 0 })
            {
                var message = "the file had content and has none now, as if it was cut off while it was written. Write it again; if it is to have no keys, put a comment in it.";
                throw new ConfigException([contents[i].Layer.File.Problem(ConfigErrorReason.SourceUnavailable, string.Empty, message)], string.Empty);
            }
        }
    }
}
