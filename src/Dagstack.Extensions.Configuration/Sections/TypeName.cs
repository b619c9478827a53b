namespace Dagstack.Extensions.Configuration.Sections;

/// <summary>Names of types for messages.</summary>
internal static class TypeName
{
    public static string Of(Type type) => !type.IsGenericType
        ? type.Name
        : $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>";
}
