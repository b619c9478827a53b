namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>A constructor parameter that asks the container for a service by a key that is text, or for what may be a contract by none.</summary>
/// <param name="Place">The class, or whatever else asks.</param>
/// <param name="Name">The parameter's name.</param>
/// <param name="Type">The parameter's type.</param>
/// <param name="Key">The key; null for none.</param>
/// <param name="HasDefault">Whether the container need not have it.</param>
internal sealed record KeyedParameter(string Place, string Name, Type Type, string? Key, bool HasDefault);
