namespace Dagstack.Extensions.Plugins.ManifestCheck;

/// <summary>Where a manifest that is known to be valid has its entry point: its model does not keep places.</summary>
internal static class EntryPointPlace
{
    /// <summary>Finds the first line that sets it, in TOML or JSON.</summary>
    /// <returns>Line and column, or nothing if the key is written in an unusual way.</returns>
    public static (int? Line, int? Column) Find(string manifest)
    {
        var number = 0;
        foreach (var line in File.ReadLines(manifest))
        {
            number++;
            var key = line.IndexOf("entry_point", StringComparison.Ordinal);
            if (key >= 0 && line.AsSpan(0, key).Trim() is [] or "\"" or "plugin.")
            {
                return (number, key + 1);
            }
        }

        return (null, null);
    }
}
