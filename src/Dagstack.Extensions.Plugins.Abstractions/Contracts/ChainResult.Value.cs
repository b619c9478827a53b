using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a chain hook returns when it wants to be able to end the chain: a value, or the stop sentinel.</summary>
/// <remarks>See §5 of the plugin contract. The default value is the stop sentinel.</remarks>
/// <typeparam name="T">The type of the value that travels.</typeparam>
public readonly struct ChainResult<T> : IEquatable<ChainResult<T>>
{
    private readonly bool _hasValue;
    private readonly T? _value;

    internal ChainResult(T value)
    {
        _value = value;
        _hasValue = true;
    }

    /// <summary>Gets a value indicating whether the chain ends here.</summary>
    public bool IsStop => !_hasValue;

    /// <summary>Gets the value for the next plugin.</summary>
    /// <exception cref="InvalidOperationException">The result is the stop sentinel.</exception>
    public T Value => _hasValue
        ? _value!
        : throw new InvalidOperationException("This chain result is the stop sentinel and has no value. Check IsStop first.");

    /// <summary>Hands a value to the next plugin of the chain.</summary>
    /// <param name="value">The value.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "ChainResult.Continue is the named alternate.")]
    public static implicit operator ChainResult<T>(T value) => new(value);

    /// <summary>Compares two results.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>True when both stop or both carry equal values.</returns>
    public static bool operator ==(ChainResult<T> left, ChainResult<T> right) => left.Equals(right);

    /// <summary>Compares two results.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>False when both stop or both carry equal values.</returns>
    public static bool operator !=(ChainResult<T> left, ChainResult<T> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ChainResult<T> other) =>
        _hasValue == other._hasValue && EqualityComparer<T?>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ChainResult<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_hasValue, _value);

    /// <inheritdoc/>
    public override string ToString() => _hasValue ? $"{_value}" : "(stop)";
}
