namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>Something that was left behind.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Message">What exactly, as a sentence.</param>
internal sealed record Leak(LeakKind Kind, string Message);
