using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a plugin has to be able to handle, by one axis or several: candidates are those that declare all of it.</summary>
/// <remarks>A request that asks for nothing is handled by every plugin of the kind. See §5 of the plugin contract.</remarks>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Requests are made and forgotten.")]
public readonly struct CapabilityRequest
{
    /// <summary>Gets a file extension, with or without its dot; case does not matter.</summary>
    /// <value>Null by default: any.</value>
    public string? Extension { get; init; }

    /// <summary>Gets a language, as plugins declare it.</summary>
    /// <value>Null by default: any.</value>
    public string? Language { get; init; }

    /// <summary>Gets a MIME type, such as <c>text/plain</c>; case does not matter, and parameters after a semicolon are ignored.</summary>
    /// <value>Null by default: any. A plugin that declares <c>text/*</c> handles all of that type.</value>
    public string? MimeType { get; init; }

    /// <summary>Gets a capability tag, as plugins declare it.</summary>
    /// <value>Null by default: none.</value>
    public string? Capability { get; init; }

    /// <summary>Gets more capability tags, all of which the plugin must declare.</summary>
    /// <value>Null by default: none.</value>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>Gets what a plugin has to fulfil besides, the fallback too.</summary>
    /// <value>Null by default: nothing. Called for candidates in their order, until one fulfils it.</value>
    public Func<PluginManifest, bool>? Filter { get; init; }

    /// <summary>Returns the axes and their values.</summary>
    public override string ToString()
    {
        List<string> parts = [];
        Add("extension", Extension);
        Add("language", Language);
        Add("mime_type", MimeType);
        Add("capability", Capability);
        foreach (var tag in Capabilities ?? [])
        {
            Add("capability", tag);
        }

        return parts.Count == 0 ? "any request" : string.Join(", ", parts) + (Filter is null ? string.Empty : " (filtered)");

        void Add(string axis, string? value)
        {
            if (value is not null)
            {
                parts.Add($"{axis} '{value}'");
            }
        }
    }
}
