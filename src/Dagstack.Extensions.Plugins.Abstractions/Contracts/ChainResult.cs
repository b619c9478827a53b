namespace Dagstack.Extensions.Plugins;

/// <summary>Creates results of chain hooks.</summary>
/// <remarks>See §5 of the plugin contract.</remarks>
public static class ChainResult
{
    /// <summary>Hands a value to the next plugin of the chain.</summary>
    /// <param name="value">The value.</param>
    /// <typeparam name="T">The type of the value that travels.</typeparam>
    /// <returns>A result that lets the chain go on.</returns>
    public static ChainResult<T> Continue<T>(T value) => new(value);

    /// <summary>Ends the chain. Its result is the value that went into the plugin that stopped it.</summary>
    /// <typeparam name="T">The type of the value that travels.</typeparam>
    /// <returns>The stop sentinel.</returns>
    public static ChainResult<T> Stop<T>() => default;
}
