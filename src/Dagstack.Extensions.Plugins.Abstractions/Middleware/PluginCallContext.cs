using System.ComponentModel;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>One call of one plugin, as middleware sees it.</summary>
/// <remarks>It is valid until the call has returned. See §5 of the plugin contract.</remarks>
public sealed class PluginCallContext
{
    private readonly HookInvocation _invocation;

    /// <summary>Creates the view of a call. The host does that.</summary>
    /// <param name="plugin">The manifest of the plugin that is called.</param>
    /// <param name="invocation">The call.</param>
    /// <param name="metadata">What the caller has said about it.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PluginCallContext(PluginManifest plugin, HookInvocation invocation, IReadOnlyDictionary<string, object?> metadata)
    {
        Plugin = plugin;
        _invocation = invocation;
        Metadata = metadata;
    }

    /// <summary>Gets the manifest of the plugin that is called.</summary>
    public PluginManifest Plugin { get; }

    /// <summary>Gets the hook that is called, with its parameters and its result type.</summary>
    public HookDescriptor Hook => _invocation.Hook;

    /// <summary>Gets what the caller has said about the call.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, object?> Metadata { get; }

    /// <summary>Gets or sets the token that the plugin is given.</summary>
    public CancellationToken CancellationToken
    {
        get => _invocation.CancellationToken;
        set => _invocation.CancellationToken = value;
    }

    /// <summary>Gets or sets an argument.</summary>
    /// <param name="parameter">The name of the parameter, as in .NET or as other processes know it.</param>
    /// <value>The argument, boxed if it is a value.</value>
    /// <exception cref="ArgumentException">The hook has no such parameter, or the value is not of its type.</exception>
    public object? this[string parameter]
    {
        get => _invocation.GetArgument(IndexOf(parameter));
        set
        {
            var index = IndexOf(parameter);
            var type = Hook.Parameters[index].Type;
            if (value is null ? type.IsValueType && Nullable.GetUnderlyingType(type) is null : !type.IsInstanceOfType(value))
            {
                throw new ArgumentException($"The parameter '{parameter}' of the hook '{Hook.Name}' is a {type}, and cannot be {(value is null ? "null" : $"a {value.GetType()}")}.", nameof(value));
            }

            _invocation.SetArgument(index, value);
        }
    }

    private int IndexOf(string parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var parameters = Hook.Parameters;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].Name == parameter || parameters[i].WireName == parameter)
            {
                return i;
            }
        }

        throw new ArgumentException($"The hook '{Hook.Name}' has no parameter '{parameter}'. It has: {(parameters.Count == 0 ? "none" : string.Join(", ", parameters.Select(static known => known.Name)))}.", nameof(parameter));
    }
}
