namespace Dagstack.Extensions.Plugins.Json;

/// <summary>A type that JSON does not have.</summary>
/// <param name="Base">The type, or what it derives from.</param>
/// <param name="Found">What it is: "a stream, which is a live object".</param>
/// <param name="Advice">What to do, as a sentence.</param>
internal sealed record RefusedType(Type Base, string Found, string Advice);
