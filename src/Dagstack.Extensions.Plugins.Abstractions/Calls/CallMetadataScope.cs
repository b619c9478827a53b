using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins;

/// <summary>A time in which <see cref="CallMetadata"/> has more in it.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Scopes are never compared.")]
public readonly struct CallMetadataScope : IDisposable
{
    private readonly AmbientCall? _before;
    private readonly bool _isEntered;

    internal CallMetadataScope(AmbientCall? before)
    {
        _before = before;
        _isEntered = true;
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (_isEntered)
        {
            CallMetadata.Restore(_before);
        }
    }
}
