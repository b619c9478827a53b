namespace Dagstack.Tool.Contracts;

/// <summary>The kind whose contract comes with the packages, so that nobody has to name it.</summary>
internal static class BuiltInKind
{
    public const string Tool = "tool";
}
