using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;

/// <summary>Writes down what calls return and throw.</summary>
internal sealed class Log
{
    /// <summary>Gets the lines.</summary>
    public List<string> Lines { get; } = new();

    public void Add(object? value) => Lines.Add(Text(value));

    public void Do(Action call) => Get<object?>(() => { call(); return "done"; });

    public void Get<T>(Func<T> call)
    {
        try
        {
            Add(call());
        }
        catch (Exception fault)
        {
            Add(fault);
        }
    }

    public async Task DoAsync(Func<Task> call)
    {
        try
        {
            await call();
            Add("done");
        }
        catch (Exception fault)
        {
            Add(fault);
        }
    }

    public async Task GetAsync<T>(Func<Task<T>> call)
    {
        try
        {
            Add(await call());
        }
        catch (Exception fault)
        {
            Add(fault);
        }
    }

    public async Task ItemsAsync<T>(IAsyncEnumerable<T> items)
    {
        try
        {
            await foreach (var item in items)
            {
                Add(item);
            }
        }
        catch (Exception fault)
        {
            Add(fault);
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        Exception fault => fault.GetType().Name + ": " + fault.Message,
        string text => text,
        IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(Text)) + "]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
