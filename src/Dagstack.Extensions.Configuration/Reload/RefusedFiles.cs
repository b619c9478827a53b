using Dagstack.Extensions.Configuration.Layers;

namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>The files that were refused last. They are refused and told of once: a logger that reloads when it is told would be told for ever.</summary>
internal sealed class RefusedFiles
{
    private IReadOnlyList<LayerContent>? _contents;
    private string? _reason;

    public bool Has(IReadOnlyList<LayerContent> contents) => _contents is not null && LayerContent.AreSame(contents, _contents);

    /// <summary>Keeps files that were refused.</summary>
    /// <returns>Whether that is to be told: they are others, or the reason is another one.</returns>
    public bool Add(IReadOnlyList<LayerContent> contents, string reason)
    {
        var isNew = !Has(contents) || _reason != reason;
        (_contents, _reason) = (contents, reason);
        return isNew;
    }

    public void Clear() => (_contents, _reason) = (null, null);
}
