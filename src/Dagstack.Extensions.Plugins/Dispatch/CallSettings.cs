namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>How calls go.</summary>
/// <param name="Kinds">What was said about calls of each kind.</param>
/// <param name="Middleware">The middleware of the host, in the order that it was given.</param>
/// <param name="MaxCpuBoundCalls">How many calls run at a time that keep a thread busy.</param>
/// <param name="IsReloadAllowed">Whether plugins may be replaced while they are called.</param>
/// <param name="Required">The plugins that calls do not do without.</param>
internal sealed record CallSettings(KindSettings Kinds, IReadOnlyList<MiddlewareRegistration> Middleware, int MaxCpuBoundCalls, bool IsReloadAllowed, IReadOnlySet<PluginId> Required);
