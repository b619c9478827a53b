namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>One difference between two schemas.</summary>
/// <param name="Pointer">Where it is, as a JSON Pointer.</param>
/// <param name="Effect">What it does to the values that fit.</param>
/// <param name="Message">What it is, as the end of a sentence: <c>the type is text now, it was number</c>.</param>
internal sealed record SchemaChange(string Pointer, SchemaEffect Effect, string Message);
