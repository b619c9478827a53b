using System.Buffers;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Dagstack.Extensions.Shared;

/// <summary>What a plugin's exception says. The exception itself is not kept: it would keep the plugin.</summary>
/// <remarks>Members of an exception are code of whoever declared it, and may throw in their turn.</remarks>
internal static class ExceptionText
{
    /// <summary>What acts on a terminal. Lines and tabs are what a stack is made of.</summary>
    private static readonly SearchValues<char> s_acting = SearchValues.Create([.. Enumerable.Range(0, 160).Where(static code => code is < 32 or >= 127 && code is not ('\t' or '\n' or '\r')).Select(static code => (char)code)]);

    /// <summary>Describes an exception by its simple name and its message.</summary>
    public static string Of(Exception exception)
    {
        while (exception is TargetInvocationException { InnerException: { } inner })
        {
            exception = inner;
        }

        return $"{exception.GetType().Name}: {MessageOf(exception)}";
    }

    /// <summary>Describes an exception by its full name and its message; of a static constructor that threw, by what it threw.</summary>
    public static string Full(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => Full(inner),
        TypeInitializationException { InnerException: { } inner, TypeName: "<Module>" } => $"{Full(inner)} (in the initializer of its module)",
        TypeInitializationException { InnerException: { } inner } initialization => $"{Full(inner)} (in the static constructor of '{initialization.TypeName}')",
        _ => $"{exception.GetType().FullName}: {MessageOf(exception)}",
    };

    /// <summary>Describes an exception as <see cref="Full"/> does, as the end of a sentence.</summary>
    public static string Sentence(Exception exception) =>
        Full(exception).TrimEnd() is [.., '.' or '!' or '?'] text ? text : $"{Full(exception).TrimEnd()}.";

    public static string MessageOf(Exception exception)
    {
        try
        {
            return Excerpt.Lines(exception.Message, static line => line.ReplaceLineEndings(" "));
        }
        catch (Exception fault)
        {
            return $"(its message cannot be read, that threw {fault.GetType().FullName})";
        }
    }

    /// <summary>Gets an exception that can be written to a log: itself, or one that says and shows the same if it cannot be turned into text, or its text would act on a terminal.</summary>
    public static Exception Loggable(Exception exception)
    {
        try
        {
            if (!exception.ToString().AsSpan().ContainsAny(s_acting))
            {
                return exception;
            }
        }
        catch (Exception)
        {
            // It cannot be turned into text.
        }

        return Detached(exception);
    }

    /// <summary>Makes an exception that says and shows the same, and holds nothing of it: neither its type nor the code that it came from.</summary>
    public static Exception Detached(Exception exception) =>
        ExceptionDispatchInfo.SetRemoteStackTrace(new InvalidOperationException(Full(exception)), new StackTrace(exception).ToString());
}
