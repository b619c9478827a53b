using Dagstack.Extensions.Configuration.Reading;
using Dagstack.Extensions.Configuration.Sections;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration;

public sealed partial class DagstackConfig
{
    /// <summary>Tells whether there is a value; null is one.</summary>
    /// <param name="path">The path. With <c>[*]</c>, whether there is a list and nothing is missing in any of its items, as in none of an empty one.</param>
    /// <exception cref="ArgumentException">The path is not one.</exception>
    public bool Has(string path) => State.Find(DotPath.Parse(path)) is not null;

    /// <summary>Returns a value as the files have it.</summary>
    /// <param name="path">The path. With <c>[*]</c> the value is the list that <see cref="GetList"/> returns.</param>
    /// <returns>Null, bool, long, <see cref="System.Numerics.BigInteger"/>, double, string, or a read-only list or dictionary of these.</returns>
    /// <exception cref="ConfigException">There is no such path, or a secret has no answer.</exception>
    /// <exception cref="ArgumentException">The path is not one.</exception>
    public object? Get(string path) => RawValue.Of(RequiredKey.Find(State, path), path, _secrets.Resolve);

    /// <summary>Returns a string. Numbers and booleans are none, unless a variable has put them there.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ConfigException">There is no such path, it is no string, or a secret has no answer.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c>: that is for <see cref="GetList"/>.</exception>
    public string GetString(string path) => String(path, RequiredKey.FindOne(State, path));

    /// <summary>Returns a string, or a default if there is no such path. Null as a value is not absent.</summary>
    /// <param name="path">The path.</param>
    /// <param name="defaultValue">What is returned if the path is absent.</param>
    /// <exception cref="ConfigException">It is no string, or a secret has no answer.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c>: that is for <see cref="GetList"/>.</exception>
    public string GetString(string path, string defaultValue) => State.Find(DotPath.ParseOne(path)) is { } node ? String(path, node) : defaultValue;

    /// <summary>Returns a whole number within ±(2^53-1). In other languages its name is get_int.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ConfigException">There is no such path, or it is no whole number.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c>: that is for <see cref="GetList"/>.</exception>
    public long GetInt64(string path) => Int64(path, RequiredKey.FindOne(State, path));

    /// <summary>Returns a whole number within ±(2^53-1), or a default if there is no such path. Null as a value is not absent.</summary>
    /// <param name="path">The path.</param>
    /// <param name="defaultValue">What is returned if the path is absent.</param>
    /// <exception cref="ConfigException">It is no whole number.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c>: that is for <see cref="GetList"/>.</exception>
    public long GetInt64(string path, long defaultValue) => State.Find(DotPath.ParseOne(path)) is { } node ? Int64(path, node) : defaultValue;

    /// <summary>Returns a whole number of 32 bits.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ConfigException">There is no such path, or it is no such number.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c>: that is for <see cref="GetList"/>.</exception>
    public int GetInt32(string path) => Int32(path, RequiredKey.FindOne(State, path));

    /// <summary>Returns a whole number of 32 bits, or a default if there is no such path. Null as a value is not absent.</summary>
    /// <param name="path">The path.</param>
    /// <param name="defaultValue">What is returned if the path is absent.</param>
    /// <exception cref="ConfigException">It is no such number.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c>: that is for <see cref="GetList"/>.</exception>
    public int GetInt32(string path, int defaultValue) => State.Find(DotPath.ParseOne(path)) is { } node ? Int32(path, node) : defaultValue;

    /// <summary>Returns a number. In other languages its name is get_number.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ConfigException">There is no such path, or it is no finite number.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c>: that is for <see cref="GetList"/>.</exception>
    public double GetDouble(string path) => Double(path, RequiredKey.FindOne(State, path));

    /// <summary>Returns a number, or a default if there is no such path. Null as a value is not absent.</summary>
    /// <param name="path">The path.</param>
    /// <param name="defaultValue">What is returned if the path is absent.</param>
    /// <exception cref="ConfigException">It is no finite number.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c>: that is for <see cref="GetList"/>.</exception>
    public double GetDouble(string path, double defaultValue) => State.Find(DotPath.ParseOne(path)) is { } node ? Double(path, node) : defaultValue;

    /// <summary>Returns a boolean. The strings true, false, yes, no, 1 and 0 count, in any case; numbers do not.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ConfigException">There is no such path, or it is no boolean.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c>: that is for <see cref="GetList"/>.</exception>
    public bool GetBoolean(string path) => Boolean(path, RequiredKey.FindOne(State, path));

    /// <summary>Returns a boolean, or a default if there is no such path. Null as a value is not absent.</summary>
    /// <param name="path">The path.</param>
    /// <param name="defaultValue">What is returned if the path is absent.</param>
    /// <exception cref="ConfigException">It is no boolean.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c>: that is for <see cref="GetList"/>.</exception>
    public bool GetBoolean(string path, bool defaultValue) => State.Find(DotPath.ParseOne(path)) is { } node ? Boolean(path, node) : defaultValue;

    /// <summary>Returns a list, its items as <see cref="Get"/> has them. A string with commas is none.</summary>
    /// <param name="path">The path. With <c>[*]</c>, as in <c>plugins[*].name</c>, the list is what there is in each item, in order; several <c>[*]</c> make one list.</param>
    /// <exception cref="ConfigException">There is no such path, it is no list, or an item lacks what the path asks of each; all that do are among the problems, with their indices.</exception>
    /// <exception cref="ArgumentException">The path is not one.</exception>
    public IReadOnlyList<object?> GetList(string path) => RequiredKey.Find(State, path) is var node && node is ConfigList list
        ? RawValue.ListOf(list, path, _secrets.Resolve)
        : throw Mismatch(path, node, Coercion.ListExpected);

    /// <summary>Returns a section as an object of yours: properties by name, with <c>_</c>, <c>-</c> and case ignored; validated by attributes.</summary>
    /// <param name="path">The path of the section. With <c>[*]</c> it is the list of what there is in each item.</param>
    /// <typeparam name="T">A class with properties or constructor parameters, a list, a dictionary by string, or a single value.</typeparam>
    /// <remarks>Strings that a variable has given become numbers and booleans where the type has them. See <c>get_section</c> in <c>_meta/coercion.yaml</c>.</remarks>
    /// <exception cref="ConfigException">There is no such path, or the section does not fit the type; every key that does not is among the problems, with its full path.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c> and the type is not that of a list.</exception>
    public T GetSection<T>(string path)
        where T : notnull => SectionBinder.Read<T>(State, path, _secrets);

    private string String(string path, ConfigNode node) => View(path, node).Text ?? throw Mismatch(path, node, Coercion.StringExpected);

    private long Int64(string path, ConfigNode node) => Coercion.TryInt64(View(path, node), out var value) ? value : throw Mismatch(path, node, Coercion.Int64Expected);

    private int Int32(string path, ConfigNode node) =>
        Coercion.TryInt64(View(path, node), out var value) && value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Mismatch(path, node, "a whole number from -2147483648 to 2147483647, or a string of one");

    private double Double(string path, ConfigNode node) => Coercion.TryDouble(View(path, node), out var value) ? value : throw Mismatch(path, node, Coercion.DoubleExpected);

    private bool Boolean(string path, ConfigNode node) => Coercion.TryBoolean(View(path, node), out var value) ? value : throw Mismatch(path, node, Coercion.BooleanExpected);

    private ScalarView View(string path, ConfigNode node) => new(node, node is ConfigSecret secret ? _secrets.Resolve(secret, path) : null);

    private static ConfigException Mismatch(string path, ConfigNode node, string expected) =>
        new([node.Problem(ConfigErrorReason.TypeMismatch, path, $"expected {expected}, found {new ScalarView(node, null).Found(DotPath.LastKey(path))}. Correct the value, or ask for what it is.")], path);
}
