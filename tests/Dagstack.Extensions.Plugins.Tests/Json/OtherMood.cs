namespace Dagstack.Extensions.Plugins.Tests.Json.Others;

/// <summary>A type with the name of another.</summary>
internal enum Mood
{
    None,
}
