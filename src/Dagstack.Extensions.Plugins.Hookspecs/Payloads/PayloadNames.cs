namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>What schemas of a kind are called where nobody calls them otherwise.</summary>
internal static class PayloadNames
{
    /// <summary>The name of a file without folder and ending.</summary>
    public static string Stem(string file)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        return name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? name[..^5] : name;
    }

    /// <summary>The address that names a schema in the public specification.</summary>
    public static string Id(Hookspec spec, string file) => Id(spec.Kind, spec.Major, Stem(file));

    /// <summary>The address that names a schema in the public specification.</summary>
    public static string Id(string kind, string major, string stem) => $"https://dagstack.dev/spec/v1/kinds/{kind}/v{major}/{stem}.json";

    /// <summary>Where a schema stands, from the folder of the kind.</summary>
    public static string File(string stem) => $"schemas/{stem}.json";
}
