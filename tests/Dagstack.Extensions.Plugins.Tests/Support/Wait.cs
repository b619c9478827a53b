using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Waits for what happens on other threads, without a sleep and not for ever.</summary>
internal static class Wait
{
    /// <summary>Waits until something is so.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="what">What is waited for, as it is written.</param>
    public static async Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        using var limit = new CancellationTokenSource(Limits.Patience);
        while (!condition())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Not so after {Limits.Patience}: {what}");
            }

            await Task.Yield();
        }
    }
}
