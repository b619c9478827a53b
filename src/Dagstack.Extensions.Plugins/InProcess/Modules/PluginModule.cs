namespace Dagstack.Extensions.Plugins;

/// <summary>The assembly of a plugin's module, as bytes that are loaded as they are.</summary>
public sealed class PluginModule
{
    /// <summary>Creates a module.</summary>
    /// <param name="image">The assembly, whose simple name is that of the module.</param>
    /// <param name="symbols">Its portable symbols; empty for none.</param>
    /// <exception cref="ArgumentException"><paramref name="image"/> is empty.</exception>
    public PluginModule(ReadOnlyMemory<byte> image, ReadOnlyMemory<byte> symbols)
    {
        if (image.IsEmpty)
        {
            throw new ArgumentException("An assembly has at least one byte.", nameof(image));
        }

        (Image, Symbols) = (image, symbols);
    }

    /// <summary>Gets the assembly.</summary>
    public ReadOnlyMemory<byte> Image { get; }

    /// <summary>Gets its portable symbols, by which exceptions have lines.</summary>
    /// <value>Empty for none.</value>
    public ReadOnlyMemory<byte> Symbols { get; }
}
