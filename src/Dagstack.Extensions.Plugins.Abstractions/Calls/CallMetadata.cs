using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a caller tells middleware, the context of plugins and spans about the calls that it makes: an open set of keys, of which none must be there.</summary>
/// <remarks>
/// Values are null, <see cref="string"/>, <see cref="bool"/>, numbers, <see cref="Guid"/>, <see cref="DateTimeOffset"/>, and lists and dictionaries of such, so that they
/// can cross a process. It follows the caller's asynchronous flow and costs nothing to calls while nobody uses it. See §5 of the plugin contract.
/// </remarks>
public static class CallMetadata
{
    /// <summary>The key of the tenant on whose behalf a call is made.</summary>
    public const string TenantId = "tenant_id";

    /// <summary>The key of the user or service on whose behalf a call is made.</summary>
    public const string Actor = "actor";

    /// <summary>The key of what the caller may still use up.</summary>
    public const string QuotaBudget = "quota_budget";

    /// <summary>The key of the trace that a call belongs to.</summary>
    public const string TraceContext = "trace_context";

    /// <summary>The key of the request that a call belongs to.</summary>
    public const string RequestId = "request_id";

    /// <summary>The key of the unit of work that a call runs, or is made by.</summary>
    public const string UnitId = "unit_id";

    private static readonly AsyncLocal<AmbientCall?> s_current = new();
    private static readonly Dictionary<string, object?> s_none = [];
    private static bool s_isUsed;

    /// <summary>Gets what the callers up to here have said.</summary>
    /// <value>Empty by default.</value>
    public static IReadOnlyDictionary<string, object?> Current => s_current.Value?.Metadata ?? s_none;

    /// <summary>Gets the innermost call that is kept.</summary>
    /// <value>Null if none is.</value>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static OpenCall? Call => s_isUsed ? s_current.Value?.Call : null;

    /// <summary>Gets what the host has put there for the unit of work that runs.</summary>
    /// <value>Null if none does.</value>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static object? Unit => s_isUsed ? s_current.Value?.Unit : null;

    /// <summary>Gets what is ambient. Nothing is asked while nobody has used it.</summary>
    internal static AmbientCall? Ambient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => s_isUsed ? s_current.Value : null;
    }

    /// <summary>Adds to what is said about all calls until the result is disposed.</summary>
    /// <param name="metadata">What to add; a key that is there already is replaced.</param>
    /// <returns>What ends it. Dispose it in the method that began it.</returns>
    /// <exception cref="ArgumentException">A value cannot be carried.</exception>
    public static CallMetadataScope Begin(IReadOnlyDictionary<string, object?> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return Enter(Check(metadata));
    }

    /// <summary>Adds one value to what is said about all calls until the result is disposed.</summary>
    /// <param name="key">The key, such as <see cref="TenantId"/>.</param>
    /// <param name="value">The value.</param>
    /// <returns>What ends it. Dispose it in the method that began it.</returns>
    /// <exception cref="ArgumentException">The value cannot be carried.</exception>
    public static CallMetadataScope Begin(string key, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Begin(new Dictionary<string, object?> { [key] = value });
    }

    /// <summary>Takes back what a call has left behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void RestoreAfter(AmbientCall? before)
    {
        if (s_isUsed && !ReferenceEquals(s_current.Value, before))
        {
            s_current.Value = before;
        }
    }

    internal static void Restore(AmbientCall? before) => s_current.Value = before;

    /// <summary>Begins a scope with what has been checked already, as that of <see cref="PluginCallOptions"/> has.</summary>
    /// <param name="metadata">What to add; null adds nothing.</param>
    /// <returns>What ends it. Dispose it in the method that began it.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static CallMetadataScope Enter(IReadOnlyDictionary<string, object?>? metadata)
    {
        if (metadata is null)
        {
            return default;
        }

        s_isUsed = true;
        var before = s_current.Value;
        s_current.Value = new(Merge(before?.Metadata, metadata), before?.Call, before?.Progress, before?.Unit);
        return new(before);
    }

    /// <summary>Begins a scope with what the caller says of one call.</summary>
    /// <param name="options">The options; null for none.</param>
    /// <returns>What ends it. Dispose it in the method that began it.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static CallMetadataScope Enter(PluginCallOptions? options)
    {
        if (options?.Progress is not { } progress)
        {
            return Enter(options?.Metadata);
        }

        s_isUsed = true;
        var before = s_current.Value;
        s_current.Value = new(Merge(before?.Metadata, options.Metadata), before?.Call, progress, before?.Unit);
        return new(before);
    }

    /// <summary>Begins a scope with a call that is kept.</summary>
    /// <param name="call">The call.</param>
    /// <returns>What ends the scope, not the call. Dispose it in the method that began it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="call"/> is null.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static CallMetadataScope Enter(OpenCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        s_isUsed = true;
        var before = s_current.Value;
        s_current.Value = new(before?.Metadata, call, before?.Progress, before?.Unit);
        return new(before);
    }

    /// <summary>Begins a scope in which a unit of work runs: <see cref="Unit"/> is what stands for it, and <see cref="UnitId"/> is among the metadata.</summary>
    /// <param name="unit">What stands for it.</param>
    /// <param name="unitId">Its identity.</param>
    /// <returns>What ends the scope, not the unit. Dispose it in the method that began it.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static CallMetadataScope EnterUnit(object unit, string unitId)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(unitId);
        s_isUsed = true;
        var before = s_current.Value;
        s_current.Value = new(Merge(before?.Metadata, new Dictionary<string, object?> { [UnitId] = unitId }), before?.Call, before?.Progress, unit);
        return new(before);
    }

    internal static IReadOnlyDictionary<string, object?>? Merge(IReadOnlyDictionary<string, object?>? below, IReadOnlyDictionary<string, object?>? above)
    {
        if (below is null || above is null)
        {
            return above ?? below;
        }

        var merged = new Dictionary<string, object?>(below, StringComparer.Ordinal);
        foreach (var (key, value) in above)
        {
            merged[key] = value;
        }

        return merged;
    }

    /// <summary>Copies metadata, so that nobody changes it during a call.</summary>
    internal static Dictionary<string, object?> Check(IReadOnlyDictionary<string, object?> metadata)
    {
        foreach (var (key, value) in metadata)
        {
            if (!CanCarry(value, depth: 0))
            {
                throw new ArgumentException($"The metadata '{key}' is a {value!.GetType()}, which cannot cross a process. Use text, true or false, numbers, Guid, DateTimeOffset, or lists and dictionaries of these.", nameof(metadata));
            }
        }

        return new(metadata, StringComparer.Ordinal);
    }

    private static bool CanCarry(object? value, int depth) => depth < 32 && value switch
    {
        null or string or bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal or Guid or DateTimeOffset => true,
        IReadOnlyDictionary<string, object?> map => map.Values.All(item => CanCarry(item, depth + 1)),
        IReadOnlyList<object?> list => list.All(item => CanCarry(item, depth + 1)),
        _ => false,
    };
}
