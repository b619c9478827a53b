namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>The table of schemas and values.</summary>
internal static class SchemaRows
{
    private const string Person = "{'type':'object','properties':{'name':{'type':'string'},'age':{'type':'integer','minimum':0}},'required':['name'],'additionalProperties':false}";
    private const string Tree = "{'allOf':[{'$ref':'#/definitions/node'}],'definitions':{'node':{'type':'object','properties':{'value':{'type':'number'},'children':{'type':'array','items':{'$ref':'#/definitions/node'}}},'required':['value']}}}";
    private const string Shape = "{'oneOf':[{'type':'object','properties':{'kind':{'enum':['circle']},'r':{'type':'number'}},'required':['kind','r']},{'type':'object','properties':{'kind':{'enum':['square']},'side':{'type':'number'}},'required':['kind','side']}]}";

    public static readonly SchemaRow[] All =
    [
        // Types
        new("{}", "1 | 'a' | null | [] | {} | true", ""),
        new("true", "1 | null", "", Cross: false),
        new("false", "", "1 | null | {}", Cross: false),
        new("{'type':'string'}", "'' | 'a'", "1 | null | [] | {} | true"),
        new("{'type':'integer'}", "0 | -3", "1.5 | '1' | null | 1e-1"),
        new("{'type':'integer'}", "1.0 | 12345678901234567890123 | 1e3 | 1.50e1 | 1e400 | -0.0", "1.0000000000000000000000000001", Cross: false),
        new("{'type':'number'}", "0 | 1.5 | -1e3", "'1' | null | true"),
        new("{'type':'boolean'}", "true | false", "0 | 'true' | null"),
        new("{'type':'null'}", "null", "0 | '' | false | {}"),
        new("{'type':'object'}", "{} | {'a':1}", "[] | null | 'a'"),
        new("{'type':'array'}", "[] | [1,'a']", "{} | null | 'a'"),
        new("{'type':['string','null']}", "'a' | null", "1 | []"),
        new("{'type':['integer','string']}", "1 | 'a'", "1.5 | null"),

        // Fixed values
        new("{'enum':['a','b']}", "'a' | 'b'", "'c' | 'A' | null | 1", Cross: true),
        new("{'enum':[1,null,true]}", "1 | null | true", "2 | false | 'a'", Cross: false),
        new("{'enum':[1]}", "1 | 1.0 | 10e-1", "1.1 | '1'", Cross: false),
        new("{'enum':[{'a':[1,2]},[3]]}", "{'a':[1,2]} | [3] | [3.0]", "{'a':[2,1]} | {} | [] | 3", Cross: false),
        new("{'const':'x'}", "'x'", "'y' | null", Cross: false),
        new("{'const':null}", "null", "0 | false | ''", Cross: false),
        new("{'const':{'a':1,'b':2}}", "{'b':2,'a':1}", "{'a':1}", Cross: false),
        new("{'const':0}", "0 | -0 | 0.0 | 0e9", "false | null", Cross: false),

        // Numbers
        new("{'minimum':1.1}", "1.1 | 2 | 'a'", "1 | 0.6 | -5"),
        new("{'maximum':3}", "3 | 2.9 | 'a'", "3.1 | 300"),
        new("{'exclusiveMinimum':1.1}", "1.2 | 2", "1.1 | 0"),
        new("{'exclusiveMaximum':3}", "2.2 | -1", "3 | 3.5"),
        new("{'minimum':-2,'maximum':2}", "-2 | 0 | 2", "-2.01 | 2.01"),
        new("{'minimum':1e300}", "1e300 | 2e300 | 1e9999", "1e299 | -1e9999", Cross: false),
        new("{'maximum':9007199254740992}", "9007199254740992", "9007199254740993 | 1e17", Cross: false),
        new("{'multipleOf':2}", "10 | 0 | -4 | 'a'", "7 | 1"),
        new("{'multipleOf':1.5}", "0 | 4.5 | -3", "35 | 1"),
        new("{'multipleOf':0.01}", "0.07 | 4.02 | 1.1 | 0 | 19.99 | 1e300", "0.075 | 0.001", Cross: false),
        new("{'multipleOf':0.0001}", "0.0075", "0.00751"),
        new("{'multipleOf':3}", "3e2 | 111111111111111111111111111111", "1e9999999999 | 1e400 | 100000000000000000000", Cross: false),
        new("{'type':'integer','multipleOf':0.123456789}", "0", "1e10", Cross: false),

        // Strings
        new("{'minLength':2}", "'ab' | 'abc' | 1", "'a' | ''"),
        new("{'maxLength':2}", "'ab' | '' | 100", "'abc'"),
        new("{'minLength':2.0}", "'ab'", "'a'", Cross: false),
        new("{'minLength':2}", "'\\ud83d\\ude00\\ud83d\\ude00'", "'\\ud83d\\ude00' | '😀'", Cross: false),
        new("{'maxLength':1}", "'😀' | 'é'", "'😀😀' | 'e\\u0301'", Cross: false),
        new("{'pattern':'^a*$'}", "'' | 'aaa' | 1 | null", "'abc' | 'b'"),
        new("{'pattern':'a+'}", "'xxaayy'", "'xyz'"),
        new("{'pattern':'^abc$'}", "'abc'", "'abc\\n' | 'xabc'", Cross: false),
        new("{'pattern':'^\\\\d{3}$'}", "'123'", "'12' | '1234'"),
        new("{'pattern':'^\\\\d$'}", "'1'", "'\\u0663'", Cross: false),
        new("{'pattern':'^\\\\w+$'}", "'a_1'", "'é' | ''", Cross: false),
        new("{'pattern':'^[\\\\w.-]+@[a-z]+\\\\.[a-z]{2,}$'}", "'a.b-c@example.org'", "'a b@example.org' | 'a@b' | 'a@b.c'"),
        new("{'pattern':'^(?!x)[a-z]+$'}", "'abc'", "'xbc'"),
        new("{'pattern':'^(.)\\\\1$'}", "'aa'", "'ab'"),
        new("{'pattern':'^\\\\p{L}+$'}", "'été'", "'a1'"),
        new("{'pattern':'^.$'}", "'a'", "'\\u2028' | '\\r'", Cross: false),
        new("{'pattern':'^\\\\u{41}[[]$'}", "'A['", "'B['", Cross: false),
        new("{'pattern':'^[^]$'}", "'\\n'", "''", Cross: false),
        new("{'pattern':'[]'}", "", "'' | 'a'", Cross: false),
        new("{'pattern':'^(a+)+$'}", "'aaaa'", "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'", Cross: false),
        new("{'format':'date','type':'string'}", "'2026-01-01' | 'never'", "1", Cross: false),

        // Arrays
        new("{'items':{'type':'integer'}}", "[] | [1,2] | 'a' | {}", "[1,'a'] | [null]"),
        new("{'items':false}", "[]", "[1]", Cross: false),
        new("{'prefixItems':[{'type':'integer'},{'type':'string'}]}", "[] | [1] | [1,'a'] | [1,'a',null]", "['a'] | [1,1]", Cross: false),
        new("{'prefixItems':[{'type':'integer'}],'items':{'type':'string'}}", "[1,'a','b']", "[1,2] | ['a']", Cross: false),
        new("{'prefixItems':[{}],'items':false}", "[1] | []", "[1,2]", Cross: false),
        new("{'items':[{'type':'integer'},{'type':'string'}]}", "[1,'a'] | [1]", "['a'] | [1,2]"),
        new("{'minItems':1}", "[1] | 'a'", "[]"),
        new("{'maxItems':2}", "[] | [1,2]", "[1,2,3]"),
        new("{'uniqueItems':true}", "[1,2] | [] | [[1],[2]] | [{'a':1},{'a':2}] | [true,1]", "[1,1] | ['a','b','a'] | [[1],[1]] | [null,null]"),
        new("{'uniqueItems':true}", "[0,false] | [1,'1'] | [{'a':1,'b':2},{'a':1,'b':3}]", "[1,1.0] | [{'a':1,'b':2},{'b':2,'a':1}] | [1e2,100]", Cross: false),
        new("{'uniqueItems':false}", "[1,1]", ""),

        // Objects
        new(Person, "{'name':'Ada'} | {'name':'Ada','age':36}", "{} | {'name':1} | {'name':'Ada','age':-1} | {'name':'Ada','agee':1} | {'age':1}"),
        new("{'properties':{'a':{'type':'integer'}}}", "{} | {'a':1} | {'b':'x'} | [] | 'a'", "{'a':'x'}"),
        new("{'properties':{'a':false}}", "{} | {'b':1}", "{'a':1}", Cross: false),
        new("{'required':['a','b']}", "{'a':1,'b':null}", "{} | {'a':1} | {'b':1}"),
        new("{'required':['a']}", "[] | 'a' | null", "", Cross: false),
        new("{'additionalProperties':{'type':'integer'}}", "{} | {'a':1}", "{'a':'x'}"),
        new("{'additionalProperties':false}", "{}", "{'a':1}"),
        new("{'additionalProperties':true}", "{'a':1}", ""),
        new("{'patternProperties':{'^x_':{'type':'integer'}}}", "{'x_a':1,'b':'b'}", "{'x_a':'a'}"),
        new("{'patternProperties':{'^x_':{}},'properties':{'a':{}},'additionalProperties':false}", "{'x_1':1,'a':2}", "{'b':1} | {'y_x_':1}"),
        new("{'patternProperties':{'a':{'minimum':1},'b':{'maximum':3}}}", "{'ab':2,'a':9,'b':0}", "{'ab':0} | {'ab':4}", Cross: false),
        new("{'propertyNames':{'maxLength':3}}", "{'abc':1} | {}", "{'abcd':1}", Cross: false),
        new("{'minProperties':1,'maxProperties':2}", "{'a':1} | {'a':1,'b':2}", "{} | {'a':1,'b':2,'c':3}"),
        new("{'properties':{'a/b':{'type':'integer'},'c~d':{'type':'integer'}}}", "{'a/b':1}", "{'a/b':'x'} | {'c~d':'x'}"),
        new("{'properties':{'a':{'type':'integer'}}}", "{'a':1,'a':2}", "{'a':'x','a':1} | {'a':1,'a':'x'}", Cross: false),

        // Combinations
        new("{'allOf':[{'type':'integer'},{'minimum':2}]}", "2 | 5", "1 | 'a' | 2.5"),
        new("{'anyOf':[{'type':'integer'},{'minimum':2}]}", "1 | 2.5 | 'a'", "1.5"),
        new("{'anyOf':[{'type':'string','maxLength':2},{'type':'null'}]}", "'ab' | null", "'abc' | 1"),
        new("{'oneOf':[{'type':'integer'},{'minimum':2}]}", "1 | 2.5", "3 | 1.5"),
        new("{'oneOf':[{'type':'string'},{'type':'integer'}]}", "'a' | 1", "null | 1.5"),
        new("{'oneOf':[true,true]}", "", "1", Cross: false),
        new("{'anyOf':[true,false]}", "1", "", Cross: false),
        new("{'not':{'type':'integer'}}", "'a' | 1.5", "1"),
        new("{'not':{}}", "", "1 | null", Cross: false),
        new("{'not':{'not':{'type':'string'}}}", "'a'", "1"),
        new("{'if':{'type':'integer'},'then':{'minimum':2},'else':{'type':'string'}}", "2 | 'a'", "1 | null", Cross: false),
        new("{'if':{'required':['a']},'then':{'required':['b']}}", "{} | {'a':1,'b':1}", "{'a':1}", Cross: false),
        new("{'then':false,'else':false}", "1", "", Cross: false),
        new("{'type':'integer','minimum':1,'allOf':[{'maximum':5}],'not':{'const':3}}", "1 | 5", "0 | 6 | 3", Cross: false),
        new(Shape, "{'kind':'circle','r':1} | {'kind':'square','side':2}", "{'kind':'circle','side':2} | {'kind':'oval'} | {} | 1"),

        // References
        new(Tree, "{'value':1} | {'value':1,'children':[{'value':2,'children':[]}]}", "{'children':[]} | {'value':1,'children':[{'value':'x'}]} | 1"),
        new("{'properties':{'a':{'$ref':'#/$defs/pos'}},'$defs':{'pos':{'type':'integer','minimum':1}}}", "{'a':1} | {}", "{'a':0} | {'a':'x'}"),
        new("{'properties':{'next':{'$ref':'#'}},'additionalProperties':false}", "{} | {'next':{'next':{}}}", "{'next':{'x':1}} | {'x':1}"),
        new("{'properties':{'a':{'type':'integer'},'b':{'$ref':'#/properties/a'}}}", "{'b':1}", "{'b':'x'}"),
        new("{'$ref':'#/$defs/a~1b%25','$defs':{'a/b%':{'type':'integer'}}}", "1", "'x'", Cross: false),
        new("{'$ref':'#/allOf/0','allOf':[{'type':'integer'}]}", "1", "'x'", Cross: false),
        new("{'properties':{'a':{'$ref':'#/$defs/n','maximum':5}},'$defs':{'n':{'type':'integer'}}}", "{'a':5}", "{'a':6} | {'a':'x'}", Cross: false),

        // What says nothing about values
        new("{'title':'t','description':'d','default':1,'examples':[1],'deprecated':true,'readOnly':true,'$schema':'https://json-schema.org/draft/2020-12/schema','$comment':'c','x-own':1}", "1 | 'a'", "", Cross: false),
    ];
}
