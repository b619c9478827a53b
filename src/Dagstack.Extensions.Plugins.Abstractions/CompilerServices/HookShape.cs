namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>How a hook hands back its result.</summary>
public enum HookShape
{
    /// <summary>At once.</summary>
    Sync,

    /// <summary>By a <see cref="System.Threading.Tasks.Task"/>.</summary>
    Task,

    /// <summary>By a <see cref="System.Threading.Tasks.ValueTask"/>.</summary>
    ValueTask,

    /// <summary>By an <see cref="IAsyncEnumerable{T}"/>.</summary>
    Stream,
}
