namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Who declares which file extensions. Requests may have them with the dot or without, whatever the declaration has.</summary>
internal sealed class ExtensionAxis
{
    // One for each spelling: a dictionary of both, which end alike, is slower to look into.
    private readonly CapabilityAxis _dotted;
    private readonly CapabilityAxis _bare;

    public ExtensionAxis(KindMember[] declared)
    {
        _dotted = Axis(static extension => extension.StartsWith('.') ? extension : "." + extension);
        _bare = Axis(static extension => extension.StartsWith('.') ? extension[1..] : extension);
        Supported = new("extension", [.. _dotted.Supported.Value, .. _bare.Supported.Value]);

        CapabilityAxis Axis(Func<string, string> spell) =>
            new("extension", declared, manifest => manifest.SupportsExtensions.Select(spell), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Gets the axis and all that is declared on it, in both spellings.</summary>
    public KeyValuePair<string, IReadOnlyList<string>> Supported { get; }

    /// <summary>Finds those who declare an extension, in the order of dispatch.</summary>
    public KindMember[] Find(string extension) => (extension.StartsWith('.') ? _dotted : _bare).Find(extension);

    public bool Has(KindMember member, string extension) => Array.IndexOf(Find(extension), member) >= 0;
}
