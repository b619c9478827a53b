using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Asks providers of configuration which of their values are secrets, whatever these are called.</summary>
/// <remarks>A provider says it by a public method <c>bool IsSecret(string key)</c>: there is no interface for it that packages of both sides know.</remarks>
internal static class SecretOrigins
{
    private static readonly ConditionalWeakTable<Type, Func<object, string, bool>> s_byType = [];

    public static bool IsSecret(object provider, string path) =>
        provider is IConfigurationProvider && s_byType.GetValue(provider.GetType(), static type => Of(type))(provider, path);

    private static Func<object, string, bool> Of(Type type)
    {
        var method = type.GetMethod("IsSecret", BindingFlags.Public | BindingFlags.Instance, [typeof(string)]);
        return method?.ReturnType != typeof(bool) ? static (_, _) => false : (provider, path) =>
        {
            try
            {
                return (bool)method.Invoke(provider, BindingFlags.DoNotWrapExceptions, null, [path], null)!;
            }
            catch (Exception)
            {
                // Who cannot say it may well have one.
                return true;
            }
        };
    }
}
