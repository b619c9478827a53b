using System.Reflection;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a plugin's exception says. The exception itself is not kept: it would keep the plugin.</summary>
internal static class ExceptionText
{
    public static string Of(Exception exception)
    {
        while (exception is TargetInvocationException { InnerException: { } inner })
        {
            exception = inner;
        }

        return $"{exception.GetType().Name}: {exception.Message}";
    }
}
