#pragma warning disable RS0026 // The overloads differ in what the delegate returns, and take the same optional token.
using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>Calls of all plugins of a kind by a delegate, where the generated method for a hook does not fit.</summary>
/// <remarks>
/// A delegate may call hooks of one dispatch class only; another one throws <see cref="DispatchMismatchException"/>. It gets
/// the token to pass on, which ends with the caller's, with the call's deadline, and when another plugin has failed. See §5 of the plugin contract.
/// </remarks>
public static class PluginsExtensions
{
    /// <summary>Finds the plugin that can handle something, by one axis or several.</summary>
    /// <param name="plugins">The kind.</param>
    /// <param name="extension">A file extension, with or without its dot; case does not matter.</param>
    /// <param name="language">A language, as plugins declare it.</param>
    /// <param name="mimeType">A MIME type, such as <c>text/plain</c>; case does not matter.</param>
    /// <param name="capability">A capability tag, as plugins declare it.</param>
    /// <typeparam name="TKind">The kind's contract.</typeparam>
    /// <returns>The plugin.</returns>
    /// <exception cref="NoCapabilityMatchException">No plugin declares that, and the kind has no fallback.</exception>
    /// <exception cref="PluginUnavailableException">Those that could handle it do not serve.</exception>
    public static TKind For<TKind>(this IPlugins<TKind> plugins, string? extension = null, string? language = null, string? mimeType = null, string? capability = null)
        where TKind : class
    {
        ArgumentNullException.ThrowIfNull(plugins);
        return plugins.For(new CapabilityRequest { Extension = extension, Language = language, MimeType = mimeType, Capability = capability });
    }

    /// <summary>Calls a synchronous <c>broadcast_collect</c> hook of all plugins that serve, one after the other on this thread.</summary>
    /// <param name="plugins">The kind.</param>
    /// <param name="hook">Calls the hook of one plugin.</param>
    /// <typeparam name="TKind">The kind's contract.</typeparam>
    /// <typeparam name="TResult">What one plugin returns.</typeparam>
    /// <returns>The results, by priority and name.</returns>
    /// <exception cref="DispatchMismatchException">The delegate called a hook of another class.</exception>
    public static BroadcastResult<TResult> Collect<TKind, TResult>(this IPlugins<TKind> plugins, Func<TKind, TResult> hook)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.BroadcastCollect).Collect(hook, static (plugin, hook) => hook(plugin));
    }

    /// <summary>Calls an asynchronous <c>broadcast_collect</c> hook of all plugins that serve, at the same time.</summary>
    /// <param name="plugins">The kind.</param>
    /// <param name="hook">Calls the hook of one plugin.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <typeparam name="TKind">The kind's contract.</typeparam>
    /// <typeparam name="TResult">What one plugin returns.</typeparam>
    /// <returns>The results, by priority and name.</returns>
    /// <exception cref="DispatchMismatchException">The delegate called a hook of another class.</exception>
    [OverloadResolutionPriority(1)]
    public static Task<BroadcastResult<TResult>> CollectAsync<TKind, TResult>(this IPlugins<TKind> plugins, Func<TKind, CancellationToken, Task<TResult>> hook, CancellationToken cancellationToken = default)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.BroadcastCollect).CollectAsync(hook, static (plugin, hook, token) => new ValueTask<TResult>(hook(plugin, token)), cancellationToken);
    }

    /// <inheritdoc cref="CollectAsync{TKind, TResult}(IPlugins{TKind}, Func{TKind, CancellationToken, Task{TResult}}, CancellationToken)"/>
    public static Task<BroadcastResult<TResult>> CollectAsync<TKind, TResult>(this IPlugins<TKind> plugins, Func<TKind, CancellationToken, ValueTask<TResult>> hook, CancellationToken cancellationToken = default)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.BroadcastCollect).CollectAsync(hook, static (plugin, hook, token) => hook(plugin, token), cancellationToken);
    }

    /// <summary>Calls a synchronous <c>broadcast_notify</c> hook of all plugins that serve, at the same time on threads of the pool.</summary>
    /// <param name="plugins">The kind.</param>
    /// <param name="hook">Calls the hook of one plugin.</param>
    /// <param name="cancellationToken">Keeps plugins that have not been told yet from being told.</param>
    /// <typeparam name="TKind">The kind's contract.</typeparam>
    /// <returns>A task that completes when all have been told. It does not fail: what plugins throw is logged.</returns>
    public static Task NotifyAsync<TKind>(this IPlugins<TKind> plugins, Action<TKind> hook, CancellationToken cancellationToken = default)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.BroadcastNotify).NotifyAsync(
            hook,
            isSync: true,
            static (plugin, hook, _) =>
            {
                hook(plugin);
                return default;
            },
            cancellationToken);
    }

    /// <summary>Calls an asynchronous <c>broadcast_notify</c> hook of all plugins that serve, at the same time.</summary>
    /// <param name="plugins">The kind.</param>
    /// <param name="hook">Calls the hook of one plugin.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <typeparam name="TKind">The kind's contract.</typeparam>
    /// <returns>A task that completes when all have been told. It does not fail: what plugins throw is logged.</returns>
    [OverloadResolutionPriority(1)]
    public static Task NotifyAsync<TKind>(this IPlugins<TKind> plugins, Func<TKind, CancellationToken, Task> hook, CancellationToken cancellationToken = default)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.BroadcastNotify).NotifyAsync(hook, isSync: false, static (plugin, hook, token) => new ValueTask(hook(plugin, token)), cancellationToken);
    }

    /// <inheritdoc cref="NotifyAsync{TKind}(IPlugins{TKind}, Func{TKind, CancellationToken, Task}, CancellationToken)"/>
    public static Task NotifyAsync<TKind>(this IPlugins<TKind> plugins, Func<TKind, CancellationToken, ValueTask> hook, CancellationToken cancellationToken = default)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.BroadcastNotify).NotifyAsync(hook, isSync: false, static (plugin, hook, token) => hook(plugin, token), cancellationToken);
    }

    /// <summary>Sends a value through a synchronous <c>chain</c> hook of all plugins that serve: the bands first, normal, last; in a band by priority and name.</summary>
    /// <param name="plugins">The kind.</param>
    /// <param name="value">What goes into the first plugin.</param>
    /// <param name="hook">Calls the hook of one plugin with the value, and returns the next one.</param>
    /// <typeparam name="TKind">The kind's contract.</typeparam>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>What came out of the last plugin; <paramref name="value"/> if there is none.</returns>
    /// <exception cref="DispatchMismatchException">The delegate called a hook of another class.</exception>
    [OverloadResolutionPriority(1)]
    public static T Chain<TKind, T>(this IPlugins<TKind> plugins, T value, Func<TKind, T, T> hook)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.Chain).Chain(value, hook, static (plugin, value, hook) => hook(plugin, value));
    }

    /// <summary>Sends a value through a synchronous <c>chain</c> hook that may end the chain.</summary>
    /// <param name="plugins">The kind.</param>
    /// <param name="value">What goes into the first plugin.</param>
    /// <param name="hook">Calls the hook of one plugin with the value, and returns the next one or the stop sentinel.</param>
    /// <typeparam name="TKind">The kind's contract.</typeparam>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>What came out of the last plugin, or what went into the one that stopped.</returns>
    /// <exception cref="DispatchMismatchException">The delegate called a hook of another class.</exception>
    public static T Chain<TKind, T>(this IPlugins<TKind> plugins, T value, Func<TKind, T, ChainResult<T>> hook)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.Chain).Chain(value, hook, static (plugin, value, hook) => hook(plugin, value));
    }

    /// <summary>Sends a value through an asynchronous <c>chain</c> hook of all plugins that serve, one after the other.</summary>
    /// <param name="plugins">The kind.</param>
    /// <param name="value">What goes into the first plugin.</param>
    /// <param name="hook">Calls the hook of one plugin with the value, and returns the next one.</param>
    /// <param name="cancellationToken">Ends the call that the value is in.</param>
    /// <typeparam name="TKind">The kind's contract.</typeparam>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>What came out of the last plugin; <paramref name="value"/> if there is none.</returns>
    /// <exception cref="DispatchMismatchException">The delegate called a hook of another class.</exception>
    [OverloadResolutionPriority(2)]
    public static ValueTask<T> ChainAsync<TKind, T>(this IPlugins<TKind> plugins, T value, Func<TKind, T, CancellationToken, Task<T>> hook, CancellationToken cancellationToken = default)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.Chain).ChainAsync(value, hook, static async (plugin, value, hook, token) => await hook(plugin, value, token).ConfigureAwait(false), cancellationToken);
    }

    /// <inheritdoc cref="ChainAsync{TKind, T}(IPlugins{TKind}, T, Func{TKind, T, CancellationToken, Task{T}}, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask<T> ChainAsync<TKind, T>(this IPlugins<TKind> plugins, T value, Func<TKind, T, CancellationToken, ValueTask<T>> hook, CancellationToken cancellationToken = default)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.Chain).ChainAsync(value, hook, static async (plugin, value, hook, token) => await hook(plugin, value, token).ConfigureAwait(false), cancellationToken);
    }

    /// <summary>Sends a value through an asynchronous <c>chain</c> hook that may end the chain.</summary>
    /// <param name="plugins">The kind.</param>
    /// <param name="value">What goes into the first plugin.</param>
    /// <param name="hook">Calls the hook of one plugin with the value, and returns the next one or the stop sentinel.</param>
    /// <param name="cancellationToken">Ends the call that the value is in.</param>
    /// <typeparam name="TKind">The kind's contract.</typeparam>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <returns>What came out of the last plugin, or what went into the one that stopped.</returns>
    /// <exception cref="DispatchMismatchException">The delegate called a hook of another class.</exception>
    public static ValueTask<T> ChainAsync<TKind, T>(this IPlugins<TKind> plugins, T value, Func<TKind, T, CancellationToken, Task<ChainResult<T>>> hook, CancellationToken cancellationToken = default)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.Chain).ChainAsync(value, hook, static (plugin, value, hook, token) => new(hook(plugin, value, token)), cancellationToken);
    }

    /// <inheritdoc cref="ChainAsync{TKind, T}(IPlugins{TKind}, T, Func{TKind, T, CancellationToken, Task{ChainResult{T}}}, CancellationToken)"/>
    [OverloadResolutionPriority(-1)]
    public static ValueTask<T> ChainAsync<TKind, T>(this IPlugins<TKind> plugins, T value, Func<TKind, T, CancellationToken, ValueTask<ChainResult<T>>> hook, CancellationToken cancellationToken = default)
        where TKind : class
    {
        ThrowIfNull(plugins, hook);
        return plugins.GetDispatcher(DispatchClass.Chain).ChainAsync(value, hook, static (plugin, value, hook, token) => hook(plugin, value, token), cancellationToken);
    }

    private static void ThrowIfNull<TKind>(IPlugins<TKind> plugins, Delegate hook)
        where TKind : class
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(hook);
    }
}
