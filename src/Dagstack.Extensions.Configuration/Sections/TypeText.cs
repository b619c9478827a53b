namespace Dagstack.Extensions.Configuration.Sections;

/// <summary>Names of types for messages.</summary>
internal static class TypeText
{
    public static string Of(Type type) => !type.IsGenericType
        ? type.Name
        : $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
}
