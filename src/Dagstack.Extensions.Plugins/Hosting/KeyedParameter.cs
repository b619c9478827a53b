namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>A constructor parameter that asks the container for a service by a key that is text.</summary>
internal sealed record KeyedParameter(Type Implementation, string Name, Type Type, string Key, bool HasDefault);
